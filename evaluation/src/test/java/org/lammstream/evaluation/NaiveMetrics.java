package org.lammstream.evaluation;

import java.util.List;

/** The formulas once more, as plain loops over arrays that share no code with {@link Metrics}. */
final class NaiveMetrics {

  private final int tasks;
  private final double[][] r;
  private final double[][] correct;
  private final double[] total;

  NaiveMetrics(AccuracyMatrix matrix) {
    tasks = matrix.size();
    r = new double[tasks + 1][tasks + 1];
    correct = new double[tasks + 1][tasks + 1];
    total = new double[tasks + 1];
    for (int i = 0; i <= tasks; i++) {
      for (int j = 1; j <= tasks; j++) {
        correct[i][j] = matrix.correct(i, j);
        total[j] = matrix.total(i, j);
        r[i][j] = correct[i][j] / total[j];
      }
    }
  }

  /** In the order of {@link Metrics#toMap()}. */
  List<Double> all() {
    double macro = 0;
    double micro = 0;
    double macroLast = 0;
    double microLast = 0;
    for (int i = 1; i <= tasks; i++) {
      double sum = 0;
      double hits = 0;
      double examples = 0;
      for (int j = 1; j <= i; j++) {
        sum += r[i][j];
        hits += correct[i][j];
        examples += total[j];
      }
      macroLast = sum / i;
      microLast = hits / examples;
      macro += macroLast / tasks;
      micro += microLast / tasks;
    }
    double forgetting = 0;
    double drop = 0;
    double forward = 0;
    for (int j = 1; j < tasks; j++) {
      double best = -1;
      for (int i = j; i < tasks; i++) {
        best = Math.max(best, r[i][j]);
      }
      forgetting += (best - r[tasks][j]) / (tasks - 1);
      drop += (r[j][j] - r[tasks][j]) / (tasks - 1);
      forward += (r[j][j + 1] - r[0][j + 1]) / (tasks - 1);
    }
    return List.of(macro, macroLast, forgetting, -drop, forward, micro, microLast, drop);
  }
}
