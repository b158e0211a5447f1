package org.lammstream.store;

import java.util.List;
import java.util.Map;

/**
 * What a check of a store, or of one learner in it, found.
 *
 * @param format format of the store
 * @param readOnly whether the store was opened for reading only
 * @param diskBytes size of the store's folder
 * @param learners how many learners were checked
 * @param versions how many versions, over all these learners
 * @param outbox how many records wait to be published
 * @param families entries and bytes (of keys and values, uncompressed) of every column family; of
 *     one learner if only that was checked
 * @param problems everything that is damaged; empty when all is well
 * @param conditions learner → which of its versions are intact
 */
public record StoreCheck(
    int format,
    boolean readOnly,
    long diskBytes,
    int learners,
    int versions,
    long outbox,
    Map<String, Family> families,
    List<StoreProblem> problems,
    Map<String, LearnerCheck> conditions) {

  /** Copies the collections. */
  public StoreCheck {
    problems = List.copyOf(problems);
    conditions = Map.copyOf(conditions);
  }

  /** Whether nothing is damaged. */
  public boolean healthy() {
    return problems.isEmpty();
  }

  /** What to do about the damage, in one line; empty when all is well. */
  public String advice() {
    return healthy() ? "" : "what is intact can be read and exported; " + Advice.RESTORE;
  }

  /**
   * Size of one column family.
   *
   * @param entries how many values it holds
   * @param bytes their keys and values, uncompressed
   */
  public record Family(long entries, long bytes) {}
}
