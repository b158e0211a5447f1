package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A disk that is really full: a small one in memory, mounted in a name space of its own, so that no
 * rights are needed and nothing else sees it.
 */
class DiskFullTest {

  private static final String DISK = "48m";

  private final Path disk;
  private final Path acknowledged;

  DiskFullTest(@TempDir Path folder) throws IOException {
    disk = Files.createDirectory(folder.resolve("disk"));
    acknowledged = folder.resolve("acknowledged");
  }

  /** Where it counts it must run: a test that is skipped in silence proves nothing. */
  @BeforeAll
  static void thisMachineCanMountADisk(@TempDir Path folder) throws Exception {
    String answer;
    try {
      Process probe = new ProcessBuilder(mounted(folder, "true")).redirectErrorStream(true).start();
      answer = new String(probe.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (probe.waitFor() == 0) {
        return;
      }
    } catch (IOException e) {
      answer = String.valueOf(e.getMessage());
    }
    String reason = "a disk in memory cannot be mounted here with `unshare -Urm`: " + answer;
    assertThat(System.getenv("CI")).as(reason).isNotEqualTo("true");
    abort(reason);
  }

  /** With 6 MiB the log is the first that does not fit, with 20 MiB a data file is. */
  @ParameterizedTest
  @CsvSource({"6, open-again", "6, go-on", "20, open-again", "20, go-on"})
  void theLastCommitSurvivesAFullDiskAndCommitsGoOnWhenThereIsSpace(int freeMib, String how)
      throws Exception {
    assertDone(child(how, String.valueOf(freeMib)) + " && " + child("look"));
  }

  @Test
  void neitherABackupNorARestoreThatDoesNotFitLeavesHalfOfIt() throws Exception {
    assertDone(child("back-up"));
  }

  private void assertDone(String script) throws Exception {
    Process process = new ProcessBuilder(mounted(disk, script)).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(output).isZero();
      assertThat(output.strip()).endsWith("done");
    } finally {
      process.destroyForcibly();
    }
  }

  private static List<String> mounted(Path folder, String script) {
    String mount = "mount -t tmpfs -o size=" + DISK + " none '" + folder + "'";
    return List.of("unshare", "-Urm", "sh", "-c", mount + " && " + script);
  }

  private String child(String... what) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ChildOnFullDisk.class.getName(),
                disk.toString(),
                acknowledged.toString()));
    command.addAll(List.of(what));
    return "'" + String.join("' '", command) + "'";
  }
}
