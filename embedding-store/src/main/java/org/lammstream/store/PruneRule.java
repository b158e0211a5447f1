package org.lammstream.store;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which versions of a learner may lose their embeddings. Each part that is given protects some
 * versions; what no part protects goes, except the head and every version with an alias.
 *
 * @param olderThan protects versions that are not older than this
 * @param keepLast protects this many versions, those with the highest numbers, at least 1
 * @param keepEvery protects versions whose number is a multiple of this, at least 1
 */
public record PruneRule(Optional<Duration> olderThan, OptionalInt keepLast, OptionalInt keepEvery) {

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if there is none, or one is out of its range
   */
  public PruneRule {
    if (olderThan.isEmpty() && keepLast.isEmpty() && keepEvery.isEmpty()) {
      throw new IllegalArgumentException(
          "pruning needs a rule: an age, how many of the last versions to keep, or every how many"
              + "th");
    }
    if (olderThan.isPresent() && olderThan.get().isNegative()) {
      throw new IllegalArgumentException("an age cannot be negative: " + olderThan.get());
    }
    requirePositive("the number of last versions to keep", keepLast);
    requirePositive("the step between versions to keep", keepEvery);
  }

  private static void requirePositive(String what, OptionalInt value) {
    if (value.isPresent() && value.getAsInt() < 1) {
      throw new IllegalArgumentException(what + " is at least 1, not " + value.getAsInt());
    }
  }
}
