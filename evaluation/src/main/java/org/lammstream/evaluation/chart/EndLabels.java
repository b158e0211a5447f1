package org.lammstream.evaluation.chart;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Labels at the ends of lines, moved apart where the ends are too near to each other. */
final class EndLabels {

  private EndLabels() {}

  /**
   * Heights at which labels do not overlap, each as near to its line's end as the others allow.
   *
   * @param ends wanted heights, downwards, in any order
   * @param distance least distance of two labels
   * @param bottom greatest height
   * @return one height per label, in the order of {@code ends}
   */
  static double[] apart(double[] ends, double distance, double bottom) {
    int[] order = order(ends);
    double[] y = Arrays.stream(order).mapToDouble(i -> ends[i]).toArray();
    for (int i = 1; i < y.length; i++) {
      y[i] = Math.max(y[i], y[i - 1] + distance);
    }
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], bottom - (y.length - 1 - i) * distance);
    }
    double[] heights = new double[ends.length];
    for (int i = 0; i < y.length; i++) {
      heights[order[i]] = y[i];
    }
    return heights;
  }

  private static int[] order(double[] ends) {
    List<Integer> order =
        IntStream.range(0, ends.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> ends[i]))
            .toList();
    return order.stream().mapToInt(Integer::intValue).toArray();
  }
}
