package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lammstream.manager.Main;

/** A process of the program that serves a page, and what it says to its user. */
final class ServedProcess implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Pattern ADDRESS = Pattern.compile("page and API at (http://\\S+/),");

  private final Process process;
  private final Path said;

  /** Starts a command. */
  ServedProcess(Path said, String... command) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    line.addAll(List.of(command));
    this.said = said;
    this.process =
        new ProcessBuilder(line)
            .redirectError(said.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  /** Where it serves; waits until it says so. */
  URI address() {
    await().atMost(PATIENCE).until(() -> ADDRESS.matcher(said()).find() || !process.isAlive());
    Matcher address = ADDRESS.matcher(said());
    assertThat(address.find()).as(said()).isTrue();
    return URI.create(address.group(1));
  }

  /** All that it has said so far. */
  String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, as Ctrl-C does, and waits until it has. */
  void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
