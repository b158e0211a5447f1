package org.lammstream.evaluation;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.lammstream.evaluation.JsonText.NullToNan;

/**
 * The numbers of a sequence of {@code T} tasks, from its accuracy matrix {@code R}. All are
 * fractions; 0.01 is one point.
 *
 * <p>"Macro" means are over tasks, whatever the size of their test sets; "micro" means are over
 * test examples. Tasks without test examples take no part in any mean. Where a mean is over nothing
 * (forgetting and transfer of a single task) it is 0.
 *
 * <p>The field uses the word forgetting for two numbers; both are here under their own names.
 *
 * @param averageIncrementalAccuracy {@code mean over i of mean over j <= i of R[i][j]}: the mean,
 *     over all steps, of the accuracy on the tasks seen so far. Rebuffi et al., "iCaRL: Incremental
 *     Classifier and Representation Learning", CVPR 2017, section 4 ("average incremental
 *     accuracy")
 * @param lastAccuracy {@code mean over j of R[T][j]}: "average accuracy" (ACC) of Lopez-Paz and
 *     Ranzato, "Gradient Episodic Memory for Continual Learning", NeurIPS 2017, equation 2
 * @param forgetting {@code mean over j < T of (max over j <= i < T of R[i][j], minus R[T][j])}: the
 *     drop from the best earlier row. Chaudhry et al., "Riemannian Walk for Incremental Learning",
 *     ECCV 2018, section 3.2. Unlike there, rows before the task was learned are left out of the
 *     maximum: what was never learned cannot be forgotten. Negative when the last row is better
 *     than every earlier one
 * @param initialMinusLast {@code mean over j < T of (R[j][j] - R[T][j])}: the drop since the task
 *     was learned, which continual-learning toolkits (Avalanche, for one) report as forgetting.
 *     Never above {@code forgetting}
 * @param backwardTransfer {@code mean over j < T of (R[T][j] - R[j][j])}: BWT of Lopez-Paz and
 *     Ranzato 2017, equation 3; {@code initialMinusLast} with the sign turned
 * @param forwardTransfer {@code mean over j >= 2 of (R[j-1][j] - R[0][j])}: FWT of Lopez-Paz and
 *     Ranzato 2017, equation 4, with the zero-shot row in the place of their randomly initialised
 *     model; both cells have the classes of tasks {@code 1..j} as label space. NaN where one of
 *     these cells has not been measured: a version that sees images in its own way cannot see those
 *     of a task to come
 * @param averageIncrementalAccuracyMicro {@code mean over i of (correct of R[i][1..i] / test
 *     examples of tasks 1..i)}: iCaRL's own way to count, equal to the macro value for test sets of
 *     equal size
 * @param lastAccuracyMicro {@code correct of R[T][1..T] / all test examples}
 */
public record Metrics(
    double averageIncrementalAccuracy,
    double lastAccuracy,
    double forgetting,
    double backwardTransfer,
    @JsonDeserialize(using = NullToNan.class) double forwardTransfer,
    double averageIncrementalAccuracyMicro,
    double lastAccuracyMicro,
    double initialMinusLast) {

  /**
   * Computes them all.
   *
   * @param matrix needs rows 1 to T up to the diagonal, and for forward transfer row 0 and the
   *     cells just above the diagonal
   * @throws MissingCellException when one of these cells has not been measured; the message names
   *     it
   * @throws IllegalArgumentException when no task has test examples
   */
  public static Metrics of(AccuracyMatrix matrix) {
    int last = matrix.size();
    return new Metrics(
        averageIncrementalAccuracy(matrix),
        lastAccuracy(matrix),
        meanOrZero(1, last - 1, j -> best(matrix, j) - matrix.accuracy(last, j)),
        meanOrZero(1, last - 1, j -> matrix.accuracy(last, j) - matrix.accuracy(j, j)),
        forwardTransfer(matrix),
        averageIncrementalAccuracyMicro(matrix),
        lastAccuracyMicro(matrix),
        meanOrZero(1, last - 1, j -> matrix.accuracy(j, j) - matrix.accuracy(last, j)));
  }

  /** All metrics by name, in the order of the report, for events and monitoring. */
  public Map<String, Double> toMap() {
    Map<String, Double> map = new LinkedHashMap<>();
    map.put("averageIncrementalAccuracy", averageIncrementalAccuracy);
    map.put("lastAccuracy", lastAccuracy);
    map.put("forgetting", forgetting);
    map.put("backwardTransfer", backwardTransfer);
    map.put("forwardTransfer", forwardTransfer);
    map.put("averageIncrementalAccuracyMicro", averageIncrementalAccuracyMicro);
    map.put("lastAccuracyMicro", lastAccuracyMicro);
    map.put("initialMinusLast", initialMinusLast);
    return map;
  }

  static double averageIncrementalAccuracy(AccuracyMatrix matrix) {
    return mean(1, matrix.size(), matrix::averageOverSeen);
  }

  static double lastAccuracy(AccuracyMatrix matrix) {
    return mean(matrix.size(), matrix.size(), matrix::averageOverSeen);
  }

  static double averageIncrementalAccuracyMicro(AccuracyMatrix matrix) {
    return mean(1, matrix.size(), row -> microOverSeen(matrix, row));
  }

  static double lastAccuracyMicro(AccuracyMatrix matrix) {
    return mean(matrix.size(), matrix.size(), row -> microOverSeen(matrix, row));
  }

  private static double forwardTransfer(AccuracyMatrix matrix) {
    int last = matrix.size();
    boolean whole =
        IntStream.rangeClosed(2, last)
            .allMatch(j -> matrix.contains(j - 1, j) && matrix.contains(0, j));
    return whole
        ? meanOrZero(2, last, j -> matrix.accuracy(j - 1, j) - matrix.accuracy(0, j))
        : Double.NaN;
  }

  private static double microOverSeen(AccuracyMatrix matrix, int row) {
    long correct = 0;
    long total = 0;
    for (int column = 1; column <= row; column++) {
      correct += matrix.correct(row, column);
      total += matrix.total(row, column);
    }
    return (double) correct / total;
  }

  private static double best(AccuracyMatrix matrix, int column) {
    return IntStream.range(column, matrix.size())
        .mapToDouble(row -> matrix.accuracy(row, column))
        .max()
        .orElseThrow();
  }

  private static double mean(int first, int last, IntToDoubleFunction value) {
    return measured(first, last, value)
        .average()
        .orElseThrow(() -> new IllegalArgumentException("no task has test examples"));
  }

  private static double meanOrZero(int first, int last, IntToDoubleFunction value) {
    return measured(first, last, value).average().orElse(0);
  }

  /** NaN marks a task without test examples. */
  private static DoubleStream measured(int first, int last, IntToDoubleFunction value) {
    return IntStream.rangeClosed(first, last)
        .mapToDouble(value)
        .filter(number -> !Double.isNaN(number));
  }
}
