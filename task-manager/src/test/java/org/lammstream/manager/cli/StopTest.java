package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.Main;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.EmbeddingStore;

/** SIGTERM, which Ctrl-C resembles, in a process of its own. */
class StopTest {
  private final Path folder;
  private final Path temporary;

  StopTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void aStoppedRunLeavesNoBrokerFolderAndAStoreThatOpens() throws Exception {
    Path images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "pear"), 1, 1);
    Path said = folder.resolve("err.txt");
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "run",
                "--checkpoint=" + Fixtures.path("tiny_clip"),
                "--images=" + images,
                "--shots=1",
                "--set=epochs=100000",
                "--output=" + folder.resolve("out"))
            .redirectError(said.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      // Without a terminal, progress is a line every few seconds once a task is in process.
      await()
          .atMost(Duration.ofMinutes(2))
          .until(() -> Files.readString(said).contains("task-01") || !run.isAlive());
      assertThat(brokerFolders()).hasSize(1);
      run.destroy();
      assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(Files.readString(said)).contains("lamm: stopped; what was learned is kept in");
      assertThat(brokerFolders()).isEmpty();
      try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("out/store"))) {
        assertThat(store.check().problems()).isEmpty();
      }
    } finally {
      run.destroyForcibly();
    }
  }

  private List<Path> brokerFolders() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("lamm-broker-"))
          .toList();
    }
  }
}
