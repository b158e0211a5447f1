package org.lammstream.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which versions of a learner a rule takes, and what else depends on those that stay. */
final class PruneSelection {

  /** Versions that lose their embeddings now. */
  private final BitSet gone = new BitSet();

  /** Versions that lost them before. */
  private final BitSet goneBefore = new BitSet();

  private final BitSet kept = new BitSet();

  /** Kept versions and all their ancestors. */
  private final BitSet needed = new BitSet();

  private PruneSelection() {}

  /** What the rule needs to know of a version; small, for a learner may have very many. */
  record Candidate(int number, int parent, Instant createdAt, boolean pruned) {}

  /**
   * Applies a rule.
   *
   * @param candidates all versions of the learner by number
   */
  static PruneSelection of(
      List<Candidate> candidates, LearnerRecord learner, PruneRule rule, Instant now) {
    PruneSelection selection = new PruneSelection();
    Set<Integer> pointedAt = new HashSet<>(learner.aliases().values());
    pointedAt.add(learner.head());
    int toKeep = rule.keepLast().orElse(0);
    int[] parents = new int[learner.last() + 1];
    for (int i = candidates.size() - 1; i >= 0; i--) {
      Candidate version = candidates.get(i);
      parents[version.number()] = version.parent();
      if (version.pruned()) {
        selection.goneBefore.set(version.number());
        continue;
      }
      boolean stays =
          toKeep > 0 || pointedAt.contains(version.number()) || isKept(version, rule, now);
      toKeep--;
      (stays ? selection.kept : selection.gone).set(version.number());
    }
    selection.kept.stream().forEach(number -> selection.need(number, parents));
    return selection;
  }

  private static boolean isKept(Candidate version, PruneRule rule, Instant now) {
    boolean multiple =
        rule.keepEvery().isPresent() && version.number() % rule.keepEvery().getAsInt() == 0;
    boolean young =
        rule.olderThan().isPresent()
            && !version.createdAt().isBefore(now.minus(rule.olderThan().get()));
    return multiple || young;
  }

  private void need(int number, int[] parents) {
    for (int version = number; version != 0 && !needed.get(version); version = parents[version]) {
      needed.set(version);
    }
  }

  List<Integer> gone() {
    return numbers(gone);
  }

  List<Integer> kept() {
    return numbers(kept);
  }

  /** All versions without embeddings, those of earlier prunings too. */
  List<Integer> allGone() {
    BitSet all = (BitSet) gone.clone();
    all.or(goneBefore);
    return numbers(all);
  }

  boolean isGone(int number) {
    return gone.get(number) || goneBefore.get(number);
  }

  /** Whether a version that stays is this one or descends from it. */
  boolean isNeeded(int number) {
    return needed.get(number);
  }

  private static List<Integer> numbers(BitSet set) {
    return new ArrayList<>(set.stream().boxed().toList());
  }
}
