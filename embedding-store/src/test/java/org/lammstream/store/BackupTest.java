package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {

  private final Path directory;
  private final Path backups;
  private final Path restored;

  BackupTest(@TempDir Path folder) {
    directory = folder.resolve("store");
    backups = folder.resolve("backups");
    restored = folder.resolve("restored");
  }

  @Test
  void aBackupUnderContinuousCommitsIsTheStoreBetweenTwoCommits() throws Exception {
    record Taken(BackupInfo backup, int before, int after) {}
    List<Taken> taken = new ArrayList<>();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      Future<?> commits =
          writer.submit(
              () -> {
                for (int number = 2; !done.get(); number++) {
                  store.commit(Samples.commit(number));
                }
              });
      try {
        for (int i = 0; i < 5; i++) {
          int before = store.head(LEARNER).orElseThrow();
          BackupInfo backup = store.backup(backups, 0);
          taken.add(new Taken(backup, before, store.head(LEARNER).orElseThrow()));
        }
      } finally {
        done.set(true);
        commits.get();
      }
    } finally {
      writer.shutdownNow();
    }
    // Commits went on while at least one of the backups was made.
    assertThat(taken).anyMatch(each -> each.after() > each.before());
    assertThat(StoreBackups.list(backups)).isEqualTo(taken.stream().map(Taken::backup).toList());
    for (Taken each : taken) {
      int id = each.backup().id();
      Path target = restored.resolve("of-" + id);
      assertThat(StoreBackups.restore(backups, OptionalInt.of(id), target))
          .isEqualTo(each.backup());
      try (EmbeddingStore store = EmbeddingStore.open(target)) {
        int head = store.head(LEARNER).orElseThrow();
        // The log may hold one commit that is still being synced and that no reader sees yet.
        assertThat(head).isBetween(each.before(), each.after() + 1);
        CommitAtomicityTest.assertWhole(store, head);
        store.commit(Samples.commit(head + 1));
      }
    }
  }

  /** A compaction may rewrite a file once, so that at most two copies of the bulk are there. */
  @Test
  void backupsShareTheFilesThatDidNotChange() throws Exception {
    List<ClassEmbedding> classes =
        new ArrayList<>(
            IntStream.range(0, 500).mapToObj(i -> Samples.entry("class " + i, i, 512)).toList());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(Samples.version(1, classes, List.of())));
      BackupInfo first = store.backup(backups, 0);
      long alone = bytes(backups);
      assertThat(first.bytes()).isGreaterThan(4_000_000);
      for (int number = 2; number <= 10; number++) {
        classes.add(Samples.entry("new " + number, 1, 512));
        store.commit(Samples.commit(Samples.version(number, classes, List.of("new " + number))));
        assertThat(store.backup(backups, 0).bytes()).isGreaterThan(first.bytes());
      }
      assertThat(bytes(backups)).isLessThan(3 * alone);
    }
    StoreBackups.restore(backups, OptionalInt.empty(), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      assertThat(store.version(LEARNER, 10).classes()).isEqualTo(classes);
      assertThat(store.version(LEARNER, 1).classes()).isEqualTo(classes.subList(0, 500));
    }
  }

  @Test
  void anOlderBackupAndTheNewestAreRestored() {
    threeBackups();
    StoreBackups.restore(backups, OptionalInt.of(1), restored);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(restored)) {
      CommitAtomicityTest.assertWhole(store, 1);
    }
    Path newest = restored.resolveSibling("newest");
    assertThat(StoreBackups.restore(backups, OptionalInt.empty(), newest).id()).isEqualTo(3);
    try (EmbeddingStore store = EmbeddingStore.open(newest)) {
      CommitAtomicityTest.assertWhole(store, 3);
    }
    assertThat(newest.resolveSibling("newest.restoring")).doesNotExist();
  }

  @Test
  void aRestoredStoreGoesOnWithTheSameBackups() {
    threeBackups();
    StoreBackups.restore(backups, OptionalInt.of(2), restored);
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      store.commit(Samples.commit(3));
      assertThat(store.backup(backups, 0).id()).isEqualTo(4);
    }
    for (int id = 1; id <= 4; id++) {
      assertThat(StoreBackups.verify(backups, id).id()).isEqualTo(id);
    }
  }

  @Test
  void keepRemovesOlderBackupsAndTheirFiles() throws IOException {
    threeBackups();
    long before = bytes(backups);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.backup(backups, 2);
    }
    assertThat(StoreBackups.list(backups)).extracting(BackupInfo::id).containsExactly(3, 4);
    assertThat(bytes(backups)).isLessThan(before);
    assertThat(StoreBackups.verify(backups, 4).id()).isEqualTo(4);
    assertThat(StoreBackups.verify(backups, 3).id()).isEqualTo(3);
    try (Stream<Path> files = Files.list(backups)) {
      assertThat(files).noneMatch(file -> file.endsWith("verifying"));
    }
  }

  @Test
  void aBackupThatWasKilledLeavesEarlierOnesWhole() throws Exception {
    Process child = ChildStore.start(directory, "backup-forever", backups.toString());
    int complete = 0;
    try (var lines = child.inputReader()) {
      while (complete < 4) {
        complete = Integer.parseInt(String.valueOf(lines.readLine()));
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertThat(StoreBackups.list(backups)).hasSizeGreaterThanOrEqualTo(complete);
    assertThat(StoreBackups.verify(backups, complete).id()).isEqualTo(complete);
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      int id = store.backup(backups, 0).id();
      assertThat(StoreBackups.verify(backups, id).id()).isEqualTo(id);
    }
  }

  @Test
  void aRestoreThatWasKilledLeavesNothingThatLooksLikeAStore() throws Exception {
    threeBackups();
    assertThat(ChildStore.start(restored, "halt-in-restore", backups.toString()).waitFor())
        .isEqualTo(ChildStore.HALTED);
    Path halfway = restored.resolveSibling("restored.restoring");
    assertThat(halfway).isDirectory();
    assertThat(restored).doesNotExist();
    StoreBackups.restore(backups, OptionalInt.empty(), restored);
    assertThat(halfway).doesNotExist();
    try (EmbeddingStore store = EmbeddingStore.open(restored)) {
      CommitAtomicityTest.assertWhole(store, 3);
    }
  }

  private void threeBackups() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number <= 3; number++) {
        store.commit(Samples.commit(number));
        assertThat(store.backup(backups, 0).id()).isEqualTo(number);
      }
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
