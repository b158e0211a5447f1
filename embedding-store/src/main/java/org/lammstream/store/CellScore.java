package org.lammstream.store;

/**
 * One cell of the accuracy matrix, as counts.
 *
 * @param row number of the version that was evaluated, 0 = zero-shot
 * @param task name of the task whose test examples were used (the column)
 * @param correct how many examples were classified correctly, at most {@code total}
 * @param total how many examples there were
 */
public record CellScore(int row, String task, int correct, int total) {

  /**
   * Checks the counts.
   *
   * @throws IllegalArgumentException for a negative row or impossible counts
   */
  public CellScore {
    if (row < 0 || correct < 0 || correct > total) {
      throw new IllegalArgumentException(
          "impossible score of row " + row + ", task \"" + task + "\": " + correct + "/" + total);
    }
  }
}
