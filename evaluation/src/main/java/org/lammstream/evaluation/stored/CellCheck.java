package org.lammstream.evaluation.stored;

import java.util.List;

/**
 * Cells of the accuracy matrix measured again, against those that were stored when they were
 * measured first.
 *
 * @param recomputed how many cells were measured again
 * @param unreported how many of them have no stored counterpart, which is no difference: nobody
 *     measured them, for example because their version came from another store
 * @param notRecomputed how many stored cells were not measured again, because their version was
 *     pruned or is outside the range
 * @param differences cells that are not exactly equal, by version, then in task order
 */
public record CellCheck(
    int recomputed, int unreported, int notRecomputed, List<CellDifference> differences) {

  /**
   * A cell that is not what was reported.
   *
   * @param version number of the row's version, 0 = zero-shot
   * @param task name of the column's task
   * @param recomputedCorrect correct when measured again
   * @param recomputedTotal test examples when measured again
   * @param reportedCorrect correct as stored
   * @param reportedTotal test examples as stored
   */
  public record CellDifference(
      int version,
      String task,
      int recomputedCorrect,
      int recomputedTotal,
      int reportedCorrect,
      int reportedTotal) {

    @Override
    public String toString() {
      return "%s, task '%s': %d of %d correct, reported %d of %d"
          .formatted(
              version == 0 ? "zero-shot" : "version " + version,
              task,
              recomputedCorrect,
              recomputedTotal,
              reportedCorrect,
              reportedTotal);
    }
  }

  /** Takes its own copy. */
  public CellCheck {
    differences = List.copyOf(differences);
  }

  /** Whether every cell that was measured again and stored is equal. */
  public boolean allEqual() {
    return differences.isEmpty();
  }
}
