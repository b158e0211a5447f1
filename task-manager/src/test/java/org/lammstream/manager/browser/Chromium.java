package org.lammstream.manager.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A browser and its driver, as installed on this machine.
 *
 * @param browser executable
 * @param driver executable
 */
record Chromium(Path browser, Path driver) {
  private static final List<String> BROWSERS =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final List<String> DRIVERS = List.of("chromedriver", "chromium.chromedriver");

  /** What to say where there is none. */
  static final String MISSING =
      "no Chromium and ChromeDriver on the PATH; install them, on Debian: apt-get install chromium"
          + " chromium-driver";

  static Optional<Chromium> find() {
    return onPath(BROWSERS)
        .flatMap(browser -> onPath(DRIVERS).map(driver -> new Chromium(browser, driver)));
  }

  private static Optional<Path> onPath(List<String> names) {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    List<Path> folders =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(path)
            .filter(folder -> !folder.isBlank())
            .map(Path::of)
            .toList();
    return names.stream()
        .flatMap(name -> folders.stream().map(folder -> folder.resolve(name)))
        .flatMap(file -> Files.isExecutable(file) ? Stream.of(file) : Stream.empty())
        .findFirst();
  }
}
