package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own with little memory, and what it says. */
final class JavaProcess implements AutoCloseable {
  private static final int END_SECONDS = 120;

  private final Process process;
  private final Path said;

  /**
   * Starts it.
   *
   * @param folder for its output and temporary files
   * @param main the class
   */
  JavaProcess(Path folder, List<String> jvm, String main, List<String> arguments) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    line.addAll(jvm);
    // A killed process leaves the native libraries that it has unpacked.
    line.add("-Djava.io.tmpdir=" + folder);
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    line.addAll(arguments);
    this.said = folder.resolve("said.txt");
    try {
      Files.createDirectories(folder);
      this.process =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything that it has said so far. */
  String said() {
    try {
      return Files.readString(said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /** Sends a signal by its name. */
  void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
      assertThat(kill.waitFor()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM, and nothing else: {@link Process#destroy} would close its standard input too. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  /** Closes its standard input. */
  void closeInput() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the end. */
  int exitCode() {
    try {
      assertThat(process.waitFor(END_SECONDS, TimeUnit.SECONDS)).as(said()).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
