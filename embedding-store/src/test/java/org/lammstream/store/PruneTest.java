package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.GoldenStore.BEETLES;
import static org.lammstream.store.GoldenStore.BIRDS;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the branches of {@link GoldenStore}: 1 ← 2 ← 3 (champion) and 2 ← 4 ← 5 (head). */
class PruneTest {

  static final PruneRule LAST = keepLast(1);

  private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

  private final EmbeddingStore store;

  PruneTest(@TempDir Path directory) {
    GoldenStore.writeBranches(directory);
    store = EmbeddingStore.open(directory, CommitProbe.NONE, InstantSource.fixed(NOW));
  }

  static PruneRule keepLast(int versions) {
    return new PruneRule(Optional.empty(), OptionalInt.of(versions), OptionalInt.empty());
  }

  @BeforeEach
  void noBaseline() {
    store.removeAlias(BIRDS, "baseline");
  }

  @AfterEach
  void close() {
    assertThat(store.check().problems()).isEmpty();
    store.close();
  }

  @Test
  void whatStaysIsWholeAndWhatGoesKeepsItsHistory() {
    PruneResult result = store.prune(BIRDS, LAST, false);
    assertThat(result.pruned()).containsExactly(1, 2, 4);
    assertThat(result.kept()).containsExactly(3, 5);
    // Of the two entries that each version added, the fifth replaced one, which the third shares.
    assertThat(result.classEntries()).isZero();
    GoldenStore.assertVersion(store, BIRDS, 3);
    GoldenStore.assertVersion(store, BIRDS, 5);
    for (int number : result.pruned()) {
      VersionSummary summary = store.versions(BIRDS).get(number - 1);
      GoldenStore.assertSummary(summary, GoldenStore.version(BIRDS, number));
      assertThat(summary.prunedAt()).hasValue(NOW);
      GoldenStore.assertHistory(store, BIRDS, number);
    }
    assertThat(store.versions(BIRDS).get(2).prunedAt()).isEmpty();
    GoldenStore.assertVersion(store, BEETLES, 1);
    GoldenStore.assertVersion(store, BEETLES, 2);
  }

  @Test
  void readingAPrunedVersionSaysWhenItWentAndWhatThereIs() {
    store.prune(BIRDS, LAST, false);
    String message =
        "version 2 of learner \"birds\" was pruned at 2027-01-01T00:00:00Z;"
            + " versions that can be read: 3, 5";
    assertPruned(() -> store.version(BIRDS, 2), message);
    assertPruned(() -> store.rollback(BIRDS, 2, false), message);
    assertPruned(() -> store.moveHead(BIRDS, 2), message);
    assertPruned(() -> store.setAlias(BIRDS, "best", 2), message);
    assertPruned(() -> store.commit(child(2, Map.of())), message);
    assertPruned(() -> store.commit(child(5, Map.of("best", 2))), message);
    assertThat(store.nextVersion(BIRDS)).isEqualTo(6);
  }

  @Test
  void aBranchThatNobodyKeptLosesItsEntriesAndTestSets() {
    store.rollback(BIRDS, 3, true);
    assertThat(count(ColumnFamily.TESTS)).isEqualTo(7);
    assertThat(count(ColumnFamily.CLASSES)).isEqualTo(15);
    PruneResult result =
        store.prune(
            BIRDS,
            new PruneRule(Optional.empty(), OptionalInt.empty(), OptionalInt.of(100)),
            false);
    assertThat(result.kept()).containsExactly(3);
    // Two of the fourth version; two and the changed one of the fifth.
    assertThat(result.classEntries()).isEqualTo(5);
    assertThat(count(ColumnFamily.CLASSES)).isEqualTo(10);
    assertThat(count(ColumnFamily.TESTS)).isEqualTo(5);
    GoldenStore.assertVersion(store, BIRDS, 3);
    GoldenStore.assertHistory(store, BIRDS, 2);
    assertPruned(
        () -> store.testSets(BIRDS, 5),
        "version 5 of learner \"birds\" was pruned at 2027-01-01T00:00:00Z;"
            + " versions that can be read: 3");
    assertThat(store.scores(BIRDS, 5)).hasSize(8);
  }

  @Test
  void aDryRunChangesNothing() {
    store.rollback(BIRDS, 3, true);
    StoreCheck before = store.check();
    PruneResult result =
        store.prune(
            BIRDS, new PruneRule(Optional.empty(), OptionalInt.empty(), OptionalInt.of(100)), true);
    assertThat(result.pruned()).containsExactly(1, 2, 4, 5);
    assertThat(result.classEntries()).isEqualTo(5);
    assertThat(result.bytesAfter()).isLessThan(result.bytesBefore()).isPositive();
    assertThat(store.check().families()).isEqualTo(before.families());
    for (int number = 1; number <= 5; number++) {
      GoldenStore.assertVersion(store, BIRDS, number);
    }
  }

  @Test
  void commitsGoOnAndShareWithTheVersionThatStayed() {
    store.prune(BIRDS, LAST, false);
    store.commit(child(5, Map.of()));
    assertThat(store.versions(BIRDS).get(5).storedClasses()).isEqualTo(2);
    GoldenStore.assertVersion(store, BIRDS, 6);
    assertThat(store.prune(BIRDS, LAST, false).pruned()).containsExactly(5);
    GoldenStore.assertVersion(store, BIRDS, 6);
    GoldenStore.assertVersion(store, BIRDS, 3);
  }

  @Test
  void entriesThatWereSharedGoWithTheLastVersionThatUsedThem() {
    store.prune(BIRDS, LAST, false);
    store.rollback(BIRDS, 5, true);
    PruneResult result = store.prune(BIRDS, LAST, false);
    assertThat(result.pruned()).containsExactly(3);
    // The first class as it was before the fifth version, and the two of the third.
    assertThat(result.classEntries()).isEqualTo(3);
    GoldenStore.assertVersion(store, BIRDS, 5);
    assertThat(store.prune(BIRDS, LAST, false).classEntries()).isZero();
  }

  @Test
  void anUnknownLearnerIsNamed() {
    assertThatThrownBy(() -> store.prune("fish", LAST, false))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessage("there is no learner \"fish\"; the store has \"Käfer/2\", \"birds\"");
  }

  /** The sixth version as a child of another than the fifth. */
  private static TaskCommit child(int parent, Map<String, Integer> aliases) {
    TaskCommit commit = GoldenStore.commit(BIRDS, 6, aliases);
    NewVersion added = commit.version().orElseThrow();
    Version version = added.version();
    return new TaskCommit(
        Optional.of(
            new NewVersion(
                new Version(
                    BIRDS,
                    6,
                    OptionalInt.of(parent),
                    version.createdAt(),
                    version.task(),
                    version.newClasses(),
                    version.classes(),
                    version.provenance(),
                    version.seconds(),
                    version.embeddingsSha256()),
                added.testSet(),
                added.scores())),
        commit.appliedEvent(),
        commit.position(),
        List.of(),
        aliases,
        Map.of());
  }

  private long count(ColumnFamily family) {
    return StoreCheckTest.family(store.check(), family).entries();
  }

  private static void assertPruned(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(PrunedVersionException.class).hasMessage(message);
  }
}
