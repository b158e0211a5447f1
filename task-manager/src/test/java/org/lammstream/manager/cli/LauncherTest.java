package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code lamm} in a source tree of its own, with a Maven and a Java that only note. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "dirname",
          "find",
          "head",
          "id",
          "locale",
          "mkdir",
          "rm",
          "sed",
          "sleep",
          "cat",
          "chmod",
          "readlink",
          "touch");

  private final Path home;
  private final Path bin;

  LauncherTest(@TempDir Path folder) throws IOException {
    this.home = Files.createDirectories(folder.resolve("tree"));
    this.bin = Files.createDirectories(folder.resolve("bin"));
  }

  @BeforeEach
  void makeTree() throws IOException {
    script(home.resolve("lamm"), Files.readString(Path.of("..", "lamm")));
    Files.writeString(home.resolve("pom.xml"), "");
    script(
        bin.resolve("java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then echo 'openjdk version "17.0.1"' >&2; exit; fi
        echo "started LC_ALL=${LC_ALL:-} DJL_CACHE_DIR=${DJL_CACHE_DIR:-}"
        """);
    script(
        bin.resolve("mvn"),
        """
        #!/bin/sh
        echo begin >>builds
        sleep 1
        mkdir -p task-manager/target/lib
        : >task-manager/target/lib/pytorch-native-cpu-1.jar
        : >task-manager/target/task-manager-1.jar
        : >task-manager/target/lamm.built
        echo end >>builds
        """);
    for (String tool : TOOLS) {
      link(tool);
    }
  }

  @Test
  void ofTwoFirstStartsOneBuildsAndTheOtherWaits() throws Exception {
    link("flock");
    assertOneBuild();
  }

  @Test
  void theyAlsoWaitWhereThereIsNoFlock() throws Exception {
    assertOneBuild();
    assertThat(home.resolve("target/lamm.lock.d")).doesNotExist();
  }

  @Test
  void aLockWhoseOwnerIsGoneIsTakenOver() throws Exception {
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path lock = Files.createDirectories(home.resolve("target/lamm.lock.d"));
    Files.writeString(lock.resolve("pid"), gone.pid() + "\n");
    assertThat(start(Map.of())).contains("started");
    assertThat(Files.readAllLines(home.resolve("builds"))).containsExactly("begin", "end");
  }

  @Test
  void otherCharacterSetsThanUtf8AreReplaced() throws Exception {
    link("flock");
    assertThat(start(Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8");
    assertThat(start(Map.of("LC_ALL", "C.UTF-8"))).contains("LC_ALL=C.UTF-8 ");
    assertThat(start(Map.of("LANG", "C.UTF-8"))).contains("LC_ALL= ");
  }

  @Test
  void aCacheFolderThatSomebodyElseCouldHaveMadeIsRefused() throws Exception {
    link("flock");
    Path temporary = Files.createDirectories(home.resolve("tmp"));
    Map<String, String> homeless = Map.of("HOME", "/nowhere", "TMPDIR", temporary.toString());
    String seen = start(homeless);
    assertThat(seen).contains("DJL_CACHE_DIR=" + temporary);
    Path cache = Path.of(seen.replaceAll("(?s).*DJL_CACHE_DIR=(\\S+).*", "$1"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache)))
        .isEqualTo("rwx------");
    Files.delete(cache);
    Files.createSymbolicLink(cache, Files.createDirectories(home.resolve("elsewhere")));
    assertThat(start(homeless)).contains("belongs to somebody else").doesNotContain("started");
  }

  private void assertOneBuild() throws Exception {
    List<Process> both = new ArrayList<>(List.of(launch(Map.of()), launch(Map.of())));
    for (Process process : both) {
      assertThat(output(process)).contains("started");
    }
    assertThat(Files.readAllLines(home.resolve("builds"))).containsExactly("begin", "end");
  }

  private String start(Map<String, String> environment) throws IOException {
    return output(launch(environment));
  }

  private static String output(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private Process launch(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(home.resolve("lamm").toString()).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().put("PATH", bin.toString());
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Puts a tool of this machine on the launcher's path, which holds nothing else. */
  private void link(String tool) throws IOException {
    Path found =
        Stream.of("/bin", "/usr/bin")
            .map(folder -> Path.of(folder, tool))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    Files.createSymbolicLink(bin.resolve(tool), found);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
