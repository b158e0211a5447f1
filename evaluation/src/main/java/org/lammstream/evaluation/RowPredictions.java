package org.lammstream.evaluation;

import java.util.List;

/**
 * What the learner after {@code row} tasks makes of the test examples.
 *
 * <p>The arrays are not copied and must not be modified.
 *
 * @param row 0 (zero-shot) to the number of tasks
 * @param cells the row of the accuracy matrix, one cell per task, seen or not, but for later tasks
 *     whose images the row's version cannot see
 * @param predicted {@code predicted[j - 1][n]}: class that example {@code n} of task {@code j} is
 *     given, for tasks {@code 1..row}; an index among all classes, always one of tasks {@code
 *     1..row}
 * @param images {@code images.get(j - 1)}: image features of the same examples, as the row's
 *     version sees them
 */
@SuppressWarnings("ArrayRecordComponent")
public record RowPredictions(int row, List<Cell> cells, int[][] predicted, List<float[]> images) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException when there are not predictions for {@code row} tasks
   */
  public RowPredictions {
    cells = List.copyOf(cells);
    images = List.copyOf(images);
    if (predicted.length != row || images.size() != row) {
      throw new IllegalArgumentException(
          "predictions for %d tasks after task %d".formatted(predicted.length, row));
    }
  }
}
