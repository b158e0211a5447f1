package org.lammstream.store;

import java.util.List;

/**
 * How a learner's versions are, by number, ascending.
 *
 * @param intact versions whose values are all there and as they were committed
 * @param damaged versions that cannot be read or evaluated as they were committed
 * @param pruned versions whose embeddings were removed on purpose, and nothing else is wrong
 */
public record LearnerCheck(List<Integer> intact, List<Integer> damaged, List<Integer> pruned) {

  /** Copies the lists. */
  public LearnerCheck {
    intact = List.copyOf(intact);
    damaged = List.copyOf(damaged);
    pruned = List.copyOf(pruned);
  }

  /** In one line, for example {@code intact 1..4, 6; damaged 5; pruned none}. */
  public String describe() {
    return "intact "
        + list(intact)
        + "; damaged "
        + list(damaged)
        + (pruned.isEmpty() ? "" : "; pruned " + list(pruned));
  }

  private static String list(List<Integer> numbers) {
    return numbers.isEmpty() ? "none" : NumberList.describe(numbers);
  }
}
