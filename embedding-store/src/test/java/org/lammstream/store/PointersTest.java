package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Aliases.CHAMPION;

import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Head, champion and other aliases, on a learner with the branches of {@link GoldenStore}. */
class PointersTest {

  private static final String BIRDS = GoldenStore.BIRDS;

  private final EmbeddingStore store;

  PointersTest(@TempDir Path directory) {
    store = EmbeddingStore.open(directory);
  }

  @BeforeEach
  void threeVersions() {
    for (int number = 1; number <= 3; number++) {
      commit(number, Map.of());
    }
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void theChampionFollowsItsBranch() {
    assertPointers(3, 3);
    store.moveHead(BIRDS, 2);
    commit(4, Map.of()); // Continues version 2, which is not the champion.
    assertPointers(4, 3);
    store.rollback(BIRDS, 4, false);
    commit(5, Map.of());
    assertPointers(5, 5);
  }

  @Test
  void anAliasInACommitWinsOverTheRule() {
    store.moveHead(BIRDS, 2);
    commit(4, Map.of(CHAMPION, 1));
    assertPointers(4, 1);
    assertThatThrownBy(() -> commit(5, Map.of("7", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"7\" is no name for a version");
    assertPointers(4, 1);
  }

  @Test
  void aLearnerWithoutChampionGetsOneWithItsNextVersion() {
    store.removeAlias(BIRDS, CHAMPION);
    assertThat(store.alias(BIRDS, CHAMPION)).isEmpty();
    store.moveHead(BIRDS, 2);
    commit(4, Map.of());
    assertPointers(4, 4);
  }

  @Test
  void theChampionStaysWhereAVersionTakesNobodysPlaceAndGivesWayToOneThatTakesIts() {
    store.rollback(BIRDS, 2, true);
    store.add(superseding(4, OptionalInt.empty()), Map.of());
    assertPointers(4, 2);
    store.add(superseding(5, OptionalInt.of(2)), Map.of());
    assertPointers(5, 5);
  }

  @Test
  void aChampionThatIsMovedWhileItsSuccessorIsMadeStaysThere() {
    store.rollback(BIRDS, 2, true);
    store.rollback(BIRDS, 1, false);
    store.add(superseding(4, OptionalInt.of(2)), Map.of());
    assertPointers(4, 1);
  }

  @Test
  void whereNobodyIsChampionTheParentOfAVersionThatTakesNobodysPlaceIs() {
    store.rollback(BIRDS, 2, true);
    store.removeAlias(BIRDS, CHAMPION);
    store.add(superseding(4, OptionalInt.empty()), Map.of());
    assertPointers(4, 2);
  }

  private static NewVersion superseding(int number, OptionalInt other) {
    NewVersion plain = GoldenStore.commit(BIRDS, number, Map.of()).version().orElseThrow();
    return new NewVersion(plain.version(), plain.testSet(), plain.scores(), other);
  }

  @Test
  void aRollbackPinsTheChampionAndLosesNothing() {
    store.rollback(BIRDS, 1, false);
    assertPointers(3, 1);
    for (int number = 1; number <= 3; number++) {
      GoldenStore.assertVersion(store, BIRDS, number);
    }
    store.moveHead(BIRDS, 2);
    commit(4, Map.of());
    assertPointers(4, 1);
  }

  @Test
  void aRollbackWithTheHeadMakesTheNextTaskABranch() {
    store.rollback(BIRDS, 2, true);
    assertPointers(2, 2);
    assertThat(store.nextVersion(BIRDS)).isEqualTo(4);
    commit(4, Map.of());
    assertPointers(4, 4);
    GoldenStore.assertVersion(store, BIRDS, 3);
    GoldenStore.assertVersion(store, BIRDS, 4);
  }

  @Test
  void aHeadThatIsMovedWhileAVersionIsMadeStaysThere() {
    store.rollback(BIRDS, 1, true);
    commit(4, Map.of()); // Was begun on version 2.
    assertPointers(1, 1);
    GoldenStore.assertVersion(store, BIRDS, 4);
    assertThat(store.nextVersion(BIRDS)).isEqualTo(5);
  }

  @Test
  void theHeadMovesAlone() {
    store.moveHead(BIRDS, 1);
    assertPointers(1, 3);
    assertThat(store.testSets(BIRDS)).hasSize(1);
  }

  @Test
  void anAliasIsRemovedAndItsVersionStays() {
    store.setAlias(BIRDS, "baseline", 1);
    store.removeAlias(BIRDS, "baseline");
    assertThat(store.aliases(BIRDS)).isEqualTo(Map.of(CHAMPION, 3));
    GoldenStore.assertVersion(store, BIRDS, 1);
  }

  @Test
  void whatIsUnknownIsAnsweredWithWhatThereIs() {
    assertUnknown(
        () -> store.rollback(BIRDS, 9, true), "learner \"birds\" has no version 9; it has 1..3");
    assertUnknown(
        () -> store.moveHead(BIRDS, 0), "learner \"birds\" has no version 0; it has 1..3");
    assertUnknown(
        () -> store.removeAlias(BIRDS, "best"),
        "learner \"birds\" has no alias \"best\"; it has \"champion\"");
    assertUnknown(
        () -> store.setAlias("fish", "best", 1),
        "there is no learner \"fish\"; the store has \"birds\"");
    for (int i = 10; i < 25; i++) {
      store.add(added("learner " + i), Map.of());
    }
    assertThatThrownBy(() -> store.version("fish", 1))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageEndingWith("\"learner 17\", \"learner 18\" and 6 more");
    assertPointers(3, 3);
  }

  @Test
  void aVersionIsAddedWithoutASource() {
    store.add(added("beetles"), Map.of("imported", 1));
    assertThat(store.aliases("beetles")).isEqualTo(Map.of("imported", 1, CHAMPION, 1));
    assertThat(store.nextOffset(GoldenStore.TASKS)).hasValue(104);
    assertThat(store.isApplied("beetles", "beetles event 1")).isFalse();
    GoldenStore.assertVersion(store, "beetles", 1);
    assertThatThrownBy(() -> store.add(added("beetles"), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot follow version 1");
  }

  private static NewVersion added(String learner) {
    return GoldenStore.commit(learner, 1, Map.of()).version().orElseThrow();
  }

  private void commit(int number, Map<String, Integer> aliases) {
    store.commit(GoldenStore.commit(BIRDS, number, aliases));
  }

  private void assertPointers(int head, int champion) {
    assertThat(store.head(BIRDS)).hasValue(head);
    assertThat(store.alias(BIRDS, CHAMPION)).hasValue(champion);
  }

  private static void assertUnknown(Runnable action, String message) {
    assertThatThrownBy(action::run).isInstanceOf(UnknownVersionException.class).hasMessage(message);
  }
}
