package org.lammstream.evaluation;

/**
 * One measured cell of the accuracy matrix.
 *
 * @param row after how many tasks the learner was measured, 0 = zero-shot
 * @param column whose task's test examples were used, counted from 1
 * @param correct correctly classified examples, 0 to {@code total}
 * @param total test examples of that task, at least 0
 */
public record Cell(int row, int column, int correct, int total) {

  /**
   * Checks ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public Cell {
    if (row < 0 || column < 1) {
      throw new IllegalArgumentException(
          "no cell R[%d][%d]: rows start at 0, columns at 1".formatted(row, column));
    }
    if (total < 0 || correct < 0 || correct > total) {
      throw new IllegalArgumentException(
          "R[%d][%d] cannot be %d correct of %d".formatted(row, column, correct, total));
    }
  }
}
