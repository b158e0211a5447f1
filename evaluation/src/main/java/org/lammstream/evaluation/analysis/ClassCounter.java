package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.RowPredictions;

/**
 * Collects {@link ClassAccuracy}, row by row. A class's examples are those of the first task that
 * has any of it, so that its counts can be compared from row to row; what later tasks add is in
 * their columns of the accuracy matrix.
 */
final class ClassCounter {

  private final ClassIndex classes;
  private final int[][] labels;
  private final int[] examples;
  private final int[] home;
  private final int[] firstRow;
  private final int[] first;
  private final int[] bestRow;
  private final int[] best;
  private final int[] last;

  ClassCounter(Evaluator evaluator, ClassIndex classes, int[][] labels) {
    this.classes = classes;
    this.labels = labels;
    int count = classes.size();
    this.examples = new int[count];
    this.firstRow = new int[count];
    this.first = new int[count];
    this.bestRow = new int[count];
    this.best = new int[count];
    this.last = new int[count];
    this.home = new int[count];
    for (int task = 1; task <= evaluator.size(); task++) {
      for (int label : labels[task - 1]) {
        home[label] = home[label] == 0 ? task : home[label];
        examples[label] += home[label] == task ? 1 : 0;
      }
    }
    for (int c = 0; c < count; c++) {
      home[c] = home[c] == 0 ? classes.task(c) : home[c];
    }
  }

  void add(RowPredictions row) {
    int[] correct = new int[classes.size()];
    for (int task = 1; task <= row.row(); task++) {
      int[] wanted = labels[task - 1];
      int[] predicted = row.predicted()[task - 1];
      for (int n = 0; n < wanted.length; n++) {
        correct[wanted[n]] += home[wanted[n]] == task && wanted[n] == predicted[n] ? 1 : 0;
      }
    }
    for (int c = 0; c < correct.length; c++) {
      if (home[c] > row.row()) {
        continue;
      }
      if (firstRow[c] == 0) {
        firstRow[c] = row.row();
        first[c] = correct[c];
      }
      if (bestRow[c] == 0 || correct[c] > best[c]) {
        bestRow[c] = row.row();
        best[c] = correct[c];
      }
      last[c] = correct[c];
    }
  }

  List<ClassAccuracy> result() {
    List<ClassAccuracy> result = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      if (firstRow[c] > 0) {
        result.add(
            new ClassAccuracy(
                classes.name(c),
                classes.taskName(c),
                examples[c],
                firstRow[c],
                first[c],
                bestRow[c],
                best[c],
                last[c]));
      }
    }
    return result;
  }
}
