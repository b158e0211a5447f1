package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pruning that is broken off between any two of its writes. */
class PruneCrashTest {

  static final History HISTORY = new History("birds", 4, 2, 2, 8, 4);
  static final int VERSIONS = 12;
  static final PruneRule RULE = PruneTest.keepLast(2);
  static final int BATCH = 3;

  private static final List<Integer> KEPT = List.of(VERSIONS - 1, VERSIONS);

  private final Path directory;

  PruneCrashTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @BeforeEach
  void writeHistory() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      HISTORY.write(store, 1, VERSIONS);
    }
  }

  @Test
  void breakingOffBetweenAnyTwoBatchesLeavesAWholeStoreThatIsPrunedTheNextTime() {
    List<Integer> writes = new ArrayList<>();
    Database database = new DatabaseOpener(directory).open();
    try (EmbeddingStore store =
        new EmbeddingStore(database, CommitProbe.NONE, InstantSource.system())) {
      while (!BrokenPrune.isDoneWithOneWrite(
          database, "birds", BATCH, RULE, History.createdAt(VERSIONS))) {
        assertWhole(store);
        writes.add(pruned(store));
      }
      assertWhole(store);
      assertThat(entries(store)).isEqualTo(HISTORY.entries(KEPT));
    }
    // Four batches of marks, then batches of deletions.
    assertThat(writes).startsWith(3, 6, 9, 10, 10, 10);
  }

  @Test
  void aProcessThatEndsInTheMiddleOfPruningLeavesAWholeStore() throws Exception {
    for (int writes : new int[] {3, 4}) { // While marking, then while deleting.
      assertThat(ChildStore.start(directory, "halt-pruning-after", "" + writes).waitFor())
          .isEqualTo(ChildStore.HALTED);
      try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory)) {
        assertWhole(store);
        assertThat(entries(store)).isGreaterThan(HISTORY.entries(KEPT));
      }
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.prune("birds", RULE, false).kept()).isEqualTo(KEPT);
      assertThat(entries(store)).isEqualTo(HISTORY.entries(KEPT));
      HISTORY.write(store, VERSIONS + 1, VERSIONS + 1);
      HISTORY.assertVersion(store, VERSIONS + 1);
    }
  }

  private static int pruned(EmbeddingStore store) {
    return (int) store.versions("birds").stream().filter(v -> v.prunedAt().isPresent()).count();
  }

  private static void assertWhole(EmbeddingStore store) {
    assertThat(store.check().problems()).isEmpty();
    KEPT.forEach(number -> HISTORY.assertVersion(store, number));
    for (int number : IntStream.rangeClosed(1, VERSIONS - 2).toArray()) {
      if (store.versions("birds").get(number - 1).prunedAt().isEmpty()) {
        HISTORY.assertVersion(store, number);
      } else {
        assertThatThrownBy(() -> store.version("birds", number))
            .isInstanceOf(PrunedVersionException.class);
      }
    }
  }

  private static long entries(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.CLASSES).entries();
  }
}
