package org.lammstream.store;

import java.util.List;
import java.util.Map;

/**
 * What a full scan of a store found.
 *
 * @param format format of the store
 * @param readOnly whether the store was opened for reading only
 * @param diskBytes size of the store's folder
 * @param learners how many learners there are
 * @param versions how many versions, over all learners
 * @param outbox how many records wait to be published
 * @param families entries and bytes (of keys and values, uncompressed) of every column family
 * @param problems one line for every damaged value or version; empty when all is well
 */
public record StoreCheck(
    int format,
    boolean readOnly,
    long diskBytes,
    int learners,
    int versions,
    long outbox,
    Map<String, Family> families,
    List<String> problems) {

  /** Copies the list. */
  public StoreCheck {
    problems = List.copyOf(problems);
  }

  /** Whether nothing is damaged. */
  public boolean healthy() {
    return problems.isEmpty();
  }

  /**
   * Size of one column family.
   *
   * @param entries how many values it holds
   * @param bytes their keys and values, uncompressed
   */
  public record Family(long entries, long bytes) {}
}
