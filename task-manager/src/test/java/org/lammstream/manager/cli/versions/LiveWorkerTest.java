package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lammstream.manager.cli.Terminal.lamm;

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
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreFormatException;
import org.lammstream.stream.broker.EmbeddedBroker;

/** Everything that changes a history, while a worker in a process of its own holds the store. */
class LiveWorkerTest {
  private static final Path CHECKPOINT = Fixtures.path("tiny_clip");

  private final Path folder;
  private final Path store;
  private final Path images;
  private final Path said;

  LiveWorkerTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
    this.images =
        DrawnFolder.draw(folder.resolve("images"), List.of("apple", "fig", "pear", "plum"), 2, 1);
    this.said = folder.resolve("err.txt");
  }

  @Test
  void aLearnerIsRolledBackBranchedBackedUpAndPrunedUnderItsWorker() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"))) {
      Process worker = startWorker(broker.bootstrapServers());
      try {
        publish(broker, "{'task': 'a', 'classes': ['apple']}, {'task': 'b', 'classes': ['fig']}");
        awaitLatest(2, worker);
        branch(broker, worker);
        backUpAndPrune();
        assertThat(worker.isAlive()).isTrue();
        worker.destroy();
        assertThat(worker.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(said)).contains("worker: stopped").doesNotContain("Exception");
        assertThat(store.resolve("CONTROL")).doesNotExist();
      } finally {
        worker.destroyForcibly();
      }
    }
    assertThat(versions("rollback", "--to", "latest").code()).isZero();
    assertThat(versions("verify").out()).contains("nothing damaged");
  }

  private void branch(EmbeddedBroker broker, Process worker) throws IOException {
    Terminal rollback = versions("rollback", "--to", 1, "--head");
    assertThat(rollback.err()).isEmpty();
    assertThat(rollback.out())
        .contains("version 2 -> version 1; the next task continues version 1");
    Path image = images.resolve("test/fig/0.png");
    assertThat(lamm("predict", "--store", store, "--checkpoint", CHECKPOINT, image).err())
        .startsWith("version 1 (champion, head) of learner fruit, 1 classes");
    publish(broker, "{'task': 'c', 'classes': ['pear']}");
    awaitLatest(3, worker);
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      assertThat(open.versions("fruit").get(2).parent()).hasValue(1);
      assertThat(open.versions("fruit").get(2).newClasses()).containsExactly("pear");
      assertThat(open.version("fruit", 3).classes())
          .extracting(entry -> entry.name())
          .containsExactly("apple", "pear");
      assertThat(open.alias("fruit", "champion")).hasValue(3);
    }
    assertThat(versions("alias", "first", 1).code()).isZero();
  }

  private void backUpAndPrune() {
    Path backups = folder.resolve("backups");
    Terminal backup = versions("backup", "--to", backups);
    assertThat(backup.err()).isEmpty();
    assertThat(backup.out()).startsWith("backup 1 of ");
    assertThat(versions("prune", "--keep-last", 1).out())
        .startsWith("pruned version 2 of fruit; kept versions 1, 3");
    Path restored = folder.resolve("restored");
    assertThat(lamm("versions", "restore", "--backup", backups, "--store", restored).out())
        .contains("learner fruit: versions 1 to 3, head 3");
    assertThat(lamm("versions", "show", "2", "--store", restored).out()).doesNotContain("pruned");

    Path export = folder.resolve("export");
    assertThat(versions("export", "--output", export).code()).isZero();
    Terminal held = lamm("versions", "import", export, "--store", store, "--learner", "copy");
    assertThat(held.code()).isEqualTo(1);
    assertThat(held.errorLines())
        .singleElement()
        .asString()
        .contains("held by another process", "stop it");
    assertThat(lamm("versions", "import", export, "--store", restored, "--learner", "copy").code())
        .isZero();
    assertThat(
            lamm("versions", "import", export, "--store", restored, "--learner", "copy")
                .errorLines())
        .singleElement()
        .asString()
        .contains("learner 'copy' is there already");
  }

  private Terminal versions(Object... more) {
    return lamm(
        Stream.of(
                Stream.of("versions"),
                Stream.of(more),
                Stream.of("--store", store, "--learner", "fruit"))
            .flatMap(part -> part)
            .toArray());
  }

  private void publish(EmbeddedBroker broker, String tasks) throws IOException {
    Path file = Files.createTempFile(folder, "tasks", ".json");
    Files.writeString(file, "[" + tasks.replace('\'', '"') + "]");
    Terminal seen =
        lamm(
            "publish",
            "--bootstrap",
            broker.bootstrapServers(),
            "--learner",
            "fruit",
            "--images",
            images,
            "--shots",
            2,
            "--tasks",
            file);
    assertThat(seen.code()).as(seen.err()).isZero();
  }

  private void awaitLatest(int number, Process worker) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(250))
        .until(() -> latest() >= number || !worker.isAlive());
    assertThat(latest()).isEqualTo(number);
  }

  private int latest() {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      return open.nextVersion("fruit") - 1;
    } catch (StoreFormatException e) {
      return 0; // the worker has not made it yet
    }
  }

  private Process startWorker(String bootstrap) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "worker",
            "--bootstrap=" + bootstrap,
            "--checkpoint=" + CHECKPOINT,
            "--store=" + store,
            "--set=epochs=2")
        .redirectError(said.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
