package org.lammstream.evaluation.analysis;

/**
 * One class over time: how many of its own test examples were classified correctly, among all
 * classes known at the time. Only rows that were looked at count.
 *
 * @param name of the class
 * @param task that it came with
 * @param examples how many test examples it has
 * @param firstRow the first row that knows it: that of its own task, or the first later one that
 *     was looked at
 * @param first correct in that row: when it was learned
 * @param bestRow the first row with the most correct
 * @param best correct in that row
 * @param last correct in the last row: now
 */
public record ClassAccuracy(
    String name,
    String task,
    int examples,
    int firstRow,
    int first,
    int bestRow,
    int best,
    int last) {

  /** {@code count} as a fraction of the examples; NaN without examples. */
  public double fraction(int count) {
    return (double) count / examples;
  }
}
