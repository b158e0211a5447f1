package org.lammstream.evaluation;

import java.util.List;

/**
 * What the learner after {@code row} tasks makes of the test examples.
 *
 * <p>The arrays are not copied and must not be modified.
 *
 * @param row 0 (zero-shot) to the number of tasks
 * @param cells the row of the accuracy matrix, one cell per task, seen or not
 * @param predicted {@code predicted[j - 1][n]}: class that example {@code n} of task {@code j} is
 *     given, for tasks {@code 1..row}; an index among all classes, always one of tasks {@code
 *     1..row}
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowPredictions(int row, List<Cell> cells, int[][] predicted) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException when there are not predictions for {@code row} tasks
   */
  public RowPredictions {
    cells = List.copyOf(cells);
    if (predicted.length != row) {
      throw new IllegalArgumentException(
          "predictions for %d tasks after task %d".formatted(predicted.length, row));
    }
  }
}
