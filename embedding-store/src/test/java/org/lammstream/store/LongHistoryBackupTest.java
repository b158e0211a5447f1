package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backup, restore and verify of a thousand classes after two hundred versions. Prints how long each
 * took; settings for another size: {@code -Dlamm.history.width=512 -Dlamm.history.dimension=512}.
 */
class LongHistoryBackupTest {

  private static final History SMALL = History.THOUSAND_CLASSES;
  private static final int LAST = History.THOUSAND_CLASSES_VERSIONS;

  private final History history =
      new History(
          SMALL.learner(),
          SMALL.first(),
          SMALL.added(),
          SMALL.moved(),
          Integer.getInteger("lamm.history.width", SMALL.width()),
          Integer.getInteger("lamm.history.dimension", SMALL.dimension()));

  @Test
  void aLongHistoryIsBackedUpRestoredAndVerified(@TempDir Path folder) throws Exception {
    Path directory = folder.resolve("store");
    Path backups = folder.resolve("backups");
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      history.write(store, 1, LAST);
      BackupInfo first = timed("first backup", () -> store.backup(backups, 0));
      long alone = bytes(backups);
      history.write(store, LAST + 1, LAST + 1);
      // A compaction may have rewritten the data files since; from then on they are shared.
      store.backup(backups, 0);
      long before = bytes(backups);
      history.write(store, LAST + 2, LAST + 2);
      BackupInfo third = timed("backup after one more version", () -> store.backup(backups, 0));
      assertThat(third.id()).isEqualTo(first.id() + 2);
      assertHealthy(timed("check of the open store", store::check), LAST + 2);
      assertHealthy(
          timed("check of the learner", () -> store.check(history.learner(), CheckProgress.NONE)),
          LAST + 2);
      System.out.printf(
          Locale.ROOT,
          "store %,d bytes; backups %,d bytes after the first, %,d added by the last%n",
          bytes(directory),
          alone,
          bytes(backups) - before);
    }
    assertThat(timed("verifying a backup", () -> StoreBackups.verify(backups, 1)).id())
        .isEqualTo(1);
    Path restored = folder.resolve("restored");
    timed("restore", () -> StoreBackups.restore(backups, OptionalInt.empty(), restored));
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(restored)) {
      assertHealthy(store.check(), LAST + 2);
      history.assertVersion(store, 1);
      history.assertVersion(store, 100);
      history.assertVersion(store, LAST + 2);
    }
  }

  private void assertHealthy(StoreCheck check, int versions) {
    assertThat(check.problems()).isEmpty();
    assertThat(Objects.requireNonNull(check.conditions().get(history.learner())).intact())
        .hasSize(versions);
  }

  private static <T> T timed(String what, Supplier<T> action) {
    long begin = System.nanoTime();
    T result = action.get();
    System.out.printf(Locale.ROOT, "%s: %.2f s%n", what, (System.nanoTime() - begin) / 1e9);
    return result;
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
