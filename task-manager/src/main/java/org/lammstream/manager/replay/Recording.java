package org.lammstream.manager.replay;

import java.util.Set;

/**
 * What a recording came to.
 *
 * @param tasks how many tasks were recorded
 * @param withOriginal how many of them with the version they made
 * @param references how many images they refer to instead of carrying them
 * @param hashed of how many of these the content was read
 * @param refused tasks that were left out because they had been refused
 * @param duplicates deliveries of tasks that were recorded already
 * @param passedOver records of other learners
 * @param others some of the other learners
 */
public record Recording(
    int tasks,
    int withOriginal,
    int references,
    int hashed,
    int refused,
    int duplicates,
    long passedOver,
    Set<String> others) {
  /** Copies the set. */
  public Recording {
    others = Set.copyOf(others);
  }
}
