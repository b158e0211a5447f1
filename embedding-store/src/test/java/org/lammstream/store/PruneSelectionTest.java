package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.lammstream.store.PruneSelection.Candidate;

/** Ten versions, one each hour; "now" is the hour of the last. */
class PruneSelectionTest {

  private static final LearnerRecord LEARNER = new LearnerRecord(10, 10, 20, Map.of());

  @Test
  void theLastVersionsStay() {
    assertThat(gone(LEARNER, rule(0, 3, 0))).containsExactly(1, 2, 3, 4, 5, 6, 7);
    assertThat(gone(LEARNER, rule(0, 10, 0))).isEmpty();
    assertThat(gone(LEARNER, rule(0, 99, 0))).isEmpty();
  }

  @Test
  void everyNthVersionStays() {
    assertThat(gone(LEARNER, rule(0, 0, 4))).containsExactly(1, 2, 3, 5, 6, 7, 9);
    assertThat(gone(LEARNER, rule(0, 0, 1))).isEmpty();
  }

  @Test
  void versionsThatAreNotOlderStay() {
    assertThat(gone(LEARNER, rule(3, 0, 0))).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void whatOnePartOfARuleProtectsStays() {
    assertThat(gone(LEARNER, rule(1, 3, 4))).containsExactly(1, 2, 3, 5, 6, 7);
  }

  @Test
  void theHeadAndVersionsWithAnAliasStay() {
    LearnerRecord learner = new LearnerRecord(4, 10, 20, Map.of("champion", 2, "best", 7));
    PruneSelection selection = select(learner, rule(0, 1, 0));
    assertThat(selection.gone()).containsExactly(1, 3, 5, 6, 8, 9);
    assertThat(selection.kept()).containsExactly(2, 4, 7, 10);
  }

  @Test
  void versionsPrunedBeforeNeitherCountNorGoAgain() {
    PruneSelection selection = select(LEARNER, rule(0, 3, 0), 9, 8, 1);
    assertThat(selection.gone()).containsExactly(2, 3, 4, 5);
    assertThat(selection.kept()).containsExactly(6, 7, 10);
    assertThat(selection.allGone()).containsExactly(1, 2, 3, 4, 5, 8, 9);
  }

  @Test
  void ancestorsOfWhatStaysAreNeeded() {
    LearnerRecord learner = new LearnerRecord(5, 10, 20, Map.of());
    PruneSelection selection = select(learner, rule(0, 0, 100));
    assertThat(selection.kept()).containsExactly(5);
    assertThat(selection.isNeeded(3)).isTrue();
    assertThat(selection.isNeeded(5)).isTrue();
    assertThat(selection.isNeeded(6)).isFalse();
  }

  private static List<Integer> gone(LearnerRecord learner, PruneRule rule) {
    return select(learner, rule).gone();
  }

  private static PruneSelection select(LearnerRecord learner, PruneRule rule, Integer... pruned) {
    List<Candidate> versions = new ArrayList<>();
    for (int number = 1; number <= 10; number++) {
      versions.add(
          new Candidate(
              number, number - 1, History.createdAt(number), List.of(pruned).contains(number)));
    }
    return PruneSelection.of(versions, learner, rule, History.createdAt(10));
  }

  /** A rule of those parts that are not 0. */
  private static PruneRule rule(int hours, int last, int every) {
    return new PruneRule(
        hours == 0 ? Optional.empty() : Optional.of(Duration.ofHours(hours)),
        last == 0 ? OptionalInt.empty() : OptionalInt.of(last),
        every == 0 ? OptionalInt.empty() : OptionalInt.of(every));
  }
}
