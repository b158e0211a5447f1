package org.lammstream.evaluation.chart;

import java.util.Arrays;
import java.util.Collection;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The vertical axis, in percent or points.
 *
 * @param low lowest value
 * @param high highest value
 * @param step distance of grid lines
 * @param label text at a grid line
 */
record ValueScale(int low, int high, int step, IntFunction<String> label) {

  private static final int[] STEPS = {1, 2, 5, 10, 20, 50};
  private static final int MOST_GRID_LINES = 7;

  /** From 0 to the first multiple of ten (above 70, of twenty) above every point. */
  static ValueScale fromZero(Collection<Line> lines) {
    double most = values(lines).max().orElse(1);
    double tens = Math.max(1, Math.ceil(most * 10.2));
    int high = (int) Math.min(100, tens <= 7 ? tens * 10 : Math.ceil(tens / 2) * 20);
    int step = high <= 10 ? 2 : high <= 40 ? 5 : high <= 70 ? 10 : 20;
    return new ValueScale(0, high, step, percent -> percent + " %");
  }

  /** Just what the points need: comparing lines means seeing where they are apart. */
  static ValueScale around(Collection<Line> lines) {
    double least = 100 * values(lines).min().orElse(0);
    double most = 100 * values(lines).max().orElse(1);
    int step = step(most - least);
    int low = Math.min(100 - step, Math.max(0, multiple(Math.floor(least / step), step)));
    int high = Math.min(100, multiple(Math.ceil(most / step), step));
    return new ValueScale(low, Math.max(high, low + step), step, percent -> percent + " %");
  }

  /** Differences, in points; 0 is always there. */
  static ValueScale differences(Collection<Line> lines) {
    return withZero(
        values(lines).min().orElse(0), values(lines).max().orElse(0), ValueScale::signed);
  }

  /**
   * From 0 as far as needed in both directions.
   *
   * @param lowest fraction
   * @param highest fraction
   */
  static ValueScale withZero(double lowest, double highest, IntFunction<String> label) {
    double least = Math.min(0, 100 * lowest);
    double most = Math.max(0, 100 * highest);
    int step = step(most - least);
    int low = multiple(Math.floor(least / step), step);
    int high = multiple(Math.ceil(most / step), step);
    return low == high
        ? new ValueScale(-step, step, step, label)
        : new ValueScale(low, high, step, label);
  }

  private static int multiple(double count, int step) {
    return (int) Math.round(count) * step;
  }

  private static String signed(int points) {
    return points > 0 ? "+" + points : Integer.toString(points);
  }

  private static int step(double range) {
    return Arrays.stream(STEPS)
        .filter(step -> range / step <= MOST_GRID_LINES - 1.0)
        .findFirst()
        .orElse(STEPS[STEPS.length - 1]);
  }

  private static DoubleStream values(Collection<Line> lines) {
    return lines.stream()
        .flatMapToDouble(line -> Arrays.stream(line.values()))
        .filter(value -> !Double.isNaN(value));
  }

  /** The values of the grid lines, from below. */
  IntStream gridLines() {
    return IntStream.rangeClosed(0, (high - low) / step).map(i -> low + i * step);
  }
}
