package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.Evaluator;

/** Which rows of a history are looked at when not all can be. */
final class RowChoice {
  private RowChoice() {}

  /**
   * All rows, or if that is too much every second, third, ..., counted from the last; always the
   * last two.
   *
   * @param effort multiplications that the rows may take together
   * @return ascending, at least one
   */
  static List<Integer> of(Evaluator evaluator, double effort) {
    int last = evaluator.size();
    for (int step = 1; ; step++) {
      List<Integer> rows = rows(last, step);
      if (step >= last
          || rows.stream().mapToDouble(row -> effort(evaluator, row)).sum() <= effort) {
        return rows;
      }
    }
  }

  private static List<Integer> rows(int last, int step) {
    List<Integer> rows = new ArrayList<>();
    for (int row = 1; row <= last; row++) {
      if (row >= last - 1 || (last - row) % step == 0) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static double effort(Evaluator evaluator, int row) {
    double examples = 0;
    for (int task = 1; task <= row; task++) {
      examples += evaluator.labels(task).length;
    }
    return examples * evaluator.labelSpace(row) * evaluator.tests().get(0).dimension();
  }
}
