package org.lammstream.evaluation;

import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The zero-shot baseline in the growing label space: after task {@code i} the untouched checkpoint
 * chooses among the classes of tasks {@code 1..i}. The same formulas as in {@link Metrics}; all
 * numbers are fractions.
 *
 * @param averageIncrementalAccuracy mean of {@code curve}
 * @param lastAccuracy last entry of {@code curve}
 * @param averageIncrementalAccuracyMicro the same, every test example counting the same
 * @param lastAccuracyMicro the same, every test example counting the same
 * @param curve after each task, mean accuracy over the tasks so far
 */
public record ZeroShot(
    double averageIncrementalAccuracy,
    double lastAccuracy,
    double averageIncrementalAccuracyMicro,
    double lastAccuracyMicro,
    List<Double> curve) {

  /** Takes its own copy of the curve. */
  public ZeroShot {
    curve = List.copyOf(curve);
  }

  /**
   * The baseline from its measured cells.
   *
   * @param grown rows 1 to T, columns up to the row: the zero-shot classifier among the classes of
   *     tasks {@code 1..row}
   * @throws MissingCellException when one of these cells has not been measured
   * @throws IllegalArgumentException when no task has test examples
   */
  public static ZeroShot of(AccuracyMatrix grown) {
    DoubleStream curve = IntStream.rangeClosed(1, grown.size()).mapToDouble(grown::averageOverSeen);
    return new ZeroShot(
        Metrics.averageIncrementalAccuracy(grown),
        Metrics.lastAccuracy(grown),
        Metrics.averageIncrementalAccuracyMicro(grown),
        Metrics.lastAccuracyMicro(grown),
        curve.boxed().toList());
  }
}
