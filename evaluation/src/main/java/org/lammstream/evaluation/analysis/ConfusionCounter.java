package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.RowPredictions;

/** Collects {@link RowConfusion}, row by row. */
final class ConfusionCounter {

  private final ClassIndex classes;
  private final int[][] labels;
  private final int pairs;
  private final List<RowConfusion> rows = new ArrayList<>();

  /**
   * A counter.
   *
   * @param pairs how many pairs of classes are kept per row
   */
  ConfusionCounter(ClassIndex classes, int[][] labels, int pairs) {
    this.classes = classes;
    this.labels = labels;
    this.pairs = pairs;
  }

  void add(RowPredictions row) {
    int[][] wrong = new int[2][2];
    PairTally tally = new PairTally();
    int old = 0;
    for (int task = 1; task <= row.row(); task++) {
      int[] wanted = labels[task - 1];
      int[] predicted = row.predicted()[task - 1];
      old += task < row.row() ? wanted.length : 0;
      for (int n = 0; n < wanted.length; n++) {
        if (wanted[n] != predicted[n]) {
          wrong[age(wanted[n], row)][age(predicted[n], row)]++;
          tally.add(wanted[n], predicted[n]);
        }
      }
    }
    int fresh = labels[row.row() - 1].length;
    rows.add(
        new RowConfusion(
            row.row(),
            old,
            fresh,
            wrong[0][0],
            wrong[0][1],
            wrong[1][0],
            wrong[1][1],
            tally.largest(pairs, classes)));
  }

  private int age(int label, RowPredictions row) {
    return classes.task(label) == row.row() ? 1 : 0;
  }

  List<RowConfusion> result() {
    return List.copyOf(rows);
  }
}
