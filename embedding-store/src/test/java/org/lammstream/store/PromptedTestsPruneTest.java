package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.PromptedTestsTest.assertCounts;
import static org.lammstream.store.PromptedTestsTest.child;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pruning takes and leaves of pixels, and of test sets as a version sees them. */
class PromptedTestsPruneTest {

  private static final PruneRule LAST =
      new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());

  private static final PruneRule EVERY_HUNDREDTH =
      new PruneRule(Optional.empty(), OptionalInt.empty(), OptionalInt.of(100));

  private final Path directory;

  PromptedTestsPruneTest(@TempDir Path folder) {
    directory = folder.resolve("store");
  }

  @BeforeEach
  void write() {
    PromptedTestsTest.threeVersions(directory);
  }

  @Test
  void aPrunedVersionLosesWhatItSeesAndKeepsItsPixelsWhileItsTestsAreNeeded() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.prune(LEARNER, LAST, true).pruned()).containsExactly(1, 2);
      assertCounts(store, 2, 2);
      assertThat(store.prune(LEARNER, LAST, false).pruned()).containsExactly(1, 2);
      assertCounts(store, 1, 2);
      assertThat(store.seenTests(LEARNER, 2)).isEmpty();
      assertThat(store.testPixels(LEARNER, 2)).hasValue(Sights.tests(2).pixels());
      assertThat(store.seenTests(LEARNER, 3)).hasValue(Sights.tests(3).seen());
      assertThat(store.check().problems()).isEmpty();
      store.commit(Sights.commit(4));
      assertThat(store.seenTests(LEARNER, 4)).hasValue(Sights.tests(4).seen());
    }
  }

  @Test
  void aBranchThatNobodyKeptLosesItsPixels() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.rollback(LEARNER, 2, true);
      assertThat(store.prune(LEARNER, EVERY_HUNDREDTH, false).pruned()).containsExactly(1, 3);
      assertCounts(store, 1, 1);
      assertThat(store.testPixels(LEARNER, 3)).isEmpty();
      assertThat(store.seenTests(LEARNER, 3)).isEmpty();
      assertThat(store.testPixels(LEARNER, 2)).hasValue(Sights.tests(2).pixels());
      assertThat(store.check().problems()).isEmpty();
      store.commit(child(2, Sights.tests(4, 3)));
      assertThat(store.seenTests(LEARNER, 4).orElseThrow().features()).hasSize(3);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void breakingOffBetweenAnyTwoWritesLeavesAWholeStoreThatIsPrunedTheNextTime() {
    Database database = new DatabaseOpener(directory).open();
    try (EmbeddingStore store =
        new EmbeddingStore(database, CommitProbe.NONE, InstantSource.system())) {
      store.rollback(LEARNER, 2, true);
      int brokenOff = 0;
      while (!BrokenPrune.isDoneWithOneWrite(
          database, LEARNER, 1, EVERY_HUNDREDTH, History.createdAt(1))) {
        brokenOff++;
        assertThat(store.check().problems()).isEmpty();
        for (int number = 1; number <= 3; number++) {
          boolean keptPixels = store.testPixels(LEARNER, number).isPresent();
          boolean keptSeen = store.seenTests(LEARNER, number).isPresent();
          assertThat(number == 2 ? keptPixels && keptSeen : !keptSeen || keptPixels).isTrue();
        }
      }
      // Two marks; of the third version classes, prompts, what it sees, tests and pixels.
      assertThat(brokenOff).isGreaterThan(6);
      assertCounts(store, 1, 1);
      assertThat(store.check().problems()).isEmpty();
    }
  }
}
