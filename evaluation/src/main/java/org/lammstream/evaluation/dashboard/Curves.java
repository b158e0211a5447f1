package org.lammstream.evaluation.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;

/**
 * How accuracy went, one entry per task; fractions, empty where nothing was measured.
 *
 * @param average mean over the tasks so far
 * @param zeroShot the untouched checkpoint among the same classes; no entries where unknown
 * @param oldClasses mean over the tasks before this one
 * @param newClasses this task
 */
public record Curves(
    List<OptionalDouble> average,
    List<OptionalDouble> zeroShot,
    List<OptionalDouble> oldClasses,
    List<OptionalDouble> newClasses) {

  /** Before the first task. */
  public static final Curves NONE = new Curves(List.of(), List.of(), List.of(), List.of());

  /** Copies the lists. */
  public Curves {
    average = List.copyOf(average);
    zeroShot = List.copyOf(zeroShot);
    oldClasses = List.copyOf(oldClasses);
    newClasses = List.copyOf(newClasses);
  }

  /** The curves of a matrix, of which nothing above the diagonal is needed. */
  static Curves of(AccuracyMatrix matrix, List<Double> zeroShot) {
    List<OptionalDouble> average = new ArrayList<>();
    List<OptionalDouble> old = new ArrayList<>();
    List<OptionalDouble> fresh = new ArrayList<>();
    for (int row = 1; row <= matrix.size(); row++) {
      average.add(mean(matrix, row, 1, row));
      old.add(mean(matrix, row, 1, row - 1));
      fresh.add(mean(matrix, row, row, row));
    }
    return new Curves(average, zeroShot.stream().map(Curves::known).toList(), old, fresh);
  }

  /** Mean of some cells of a row; tasks without test examples take no part. */
  static OptionalDouble mean(AccuracyMatrix matrix, int row, int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(column -> cell(matrix, row, column))
        .flatMapToDouble(OptionalDouble::stream)
        .average();
  }

  static OptionalDouble cell(AccuracyMatrix matrix, int row, int column) {
    return matrix.contains(row, column)
        ? known(matrix.accuracy(row, column))
        : OptionalDouble.empty();
  }

  private static OptionalDouble known(double value) {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
