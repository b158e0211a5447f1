package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A thousand classes after two hundred versions; each test gets a copy of the store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LongHistoryTest {

  private static final History HISTORY = History.THOUSAND_CLASSES;
  private static final int LAST = History.THOUSAND_CLASSES_VERSIONS;
  private static final String BIRDS = HISTORY.learner();

  /** Name, shapes, arrays and their lengths. */
  private static final long ENTRY_BYTES = 4L * (2 * 2 * HISTORY.width() + 3 * HISTORY.dimension());

  private final Path original;

  LongHistoryTest(@TempDir Path directory) {
    original = directory.resolve("original");
  }

  @BeforeAll
  void writeHistory() {
    try (EmbeddingStore store = EmbeddingStore.open(original)) {
      HISTORY.write(store, 1, LAST);
    }
  }

  @Test
  void everyVersionIsReadBack() {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(original)) {
      for (int number = 1; number <= LAST; number++) {
        HISTORY.assertEmbeddings(store, number);
      }
      HISTORY.assertVersion(store, 100);
      HISTORY.assertVersion(store, LAST);
      assertThat(store.version(BIRDS, LAST).classes()).hasSize(1000);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void aRollbackWritesTheSameFewBytesWhateverTheSize(@TempDir Path directory) throws Exception {
    Path small = directory.resolve("small");
    try (EmbeddingStore store = EmbeddingStore.open(small)) {
      HISTORY.write(store, 1, 2);
    }
    long bytesOfSmall = rollback(small, 1);
    Path large = copy(directory);
    long bytesOfLarge = rollback(large, 101);
    assertThat(bytesOfLarge).isPositive().isBetween(bytesOfSmall, bytesOfSmall + 20);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(large)) {
      assertThat(store.alias(BIRDS, Aliases.CHAMPION)).hasValue(101);
      assertThat(store.head(BIRDS)).hasValue(101);
      assertThat(store.nextVersion(BIRDS)).isEqualTo(LAST + 1);
      HISTORY.assertVersion(store, LAST);
    }
  }

  @Test
  void pruningKeepsTheLastVersions(@TempDir Path directory) throws Exception {
    PruneRule rule = PruneTest.keepLast(10);
    assertPruned(copy(directory), rule, IntStream.rangeClosed(191, LAST));
  }

  @Test
  void pruningKeepsEveryTwentyFifthVersion(@TempDir Path directory) throws Exception {
    PruneRule rule = new PruneRule(Optional.empty(), OptionalInt.empty(), OptionalInt.of(25));
    assertPruned(copy(directory), rule, IntStream.rangeClosed(1, 8).map(i -> 25 * i));
  }

  @Test
  void pruningKeepsVersionsThatAreNotOlder(@TempDir Path directory) throws Exception {
    PruneRule rule =
        new PruneRule(
            Optional.of(History.STEP.multipliedBy(30).plus(Duration.ofMinutes(1))),
            OptionalInt.empty(),
            OptionalInt.empty());
    assertPruned(copy(directory), rule, IntStream.rangeClosed(170, LAST));
  }

  /** Bytes that a rollback appended to the log. */
  private static long rollback(Path directory, int number) throws IOException {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      long before = bytes(directory, ".log");
      long begin = System.nanoTime();
      store.rollback(BIRDS, number, true);
      double milliseconds = (System.nanoTime() - begin) / 1e6;
      long written = bytes(directory, ".log") - before;
      System.out.printf(
          "rollback, %d versions: %d bytes, %.2f ms%n",
          store.versions(BIRDS).size(), written, milliseconds);
      return written;
    }
  }

  private static void assertPruned(Path directory, PruneRule rule, IntStream kept)
      throws IOException {
    List<Integer> expected = kept.boxed().toList();
    Database database = new DatabaseOpener(directory).open();
    InstantSource clock = InstantSource.fixed(History.createdAt(LAST));
    try (EmbeddingStore store = new EmbeddingStore(database, CommitProbe.NONE, clock)) {
      // What pruning gives back is to be measured, not what compaction alone does.
      database.compact(Set.of(ColumnFamily.values()), new byte[0]);
      long before = bytes(directory, ".sst");
      long entries = entries(store);
      assertThat(entries).isEqualTo(4_950);
      long begin = System.nanoTime();
      PruneResult result = store.prune(BIRDS, rule, false);
      double milliseconds = (System.nanoTime() - begin) / 1e6;
      assertThat(result.kept()).isEqualTo(expected);
      assertThat(result.pruned()).hasSize(LAST - expected.size());
      assertThat(entries(store)).isEqualTo(HISTORY.entries(expected));
      assertThat(result.classEntries()).isEqualTo(entries - HISTORY.entries(expected));
      long freed = before - bytes(directory, ".sst");
      assertThat(freed).isGreaterThan(result.classEntries() * ENTRY_BYTES * 8 / 10);
      assertThat(result.bytesBefore() - result.bytesAfter()).isGreaterThan(freed / 2);
      System.out.printf(
          "pruned %d of %d versions, %d of %d class entries: data files %,d -> %,d bytes, %.0f"
              + " ms%n",
          result.pruned().size(),
          LAST,
          result.classEntries(),
          entries,
          before,
          before - freed,
          milliseconds);

      HISTORY.write(store, LAST + 1, LAST + 2);
      assertThat(store.versions(BIRDS).get(LAST).storedClasses()).isEqualTo(25);
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory)) {
      assertThat(store.check().problems()).isEmpty();
      for (int number : expected) {
        HISTORY.assertEmbeddings(store, number);
      }
      HISTORY.assertVersion(store, expected.get(0));
      HISTORY.assertVersion(store, LAST + 2);
      HISTORY.assertScores(store, 150);
      HISTORY.assertTestSets(store, 150);
      assertThat(store.versions(BIRDS).get(149).classCount()).isEqualTo(750);
    }
  }

  private static long entries(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.CLASSES).entries();
  }

  private static long bytes(Path directory, String ending) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(ending))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }

  private Path copy(Path directory) throws IOException {
    Path copy = Files.createDirectory(directory.resolve("copy"));
    try (Stream<Path> files = Files.list(original)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }
}
