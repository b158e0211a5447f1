package org.lammstream.evaluation;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The accuracy matrix {@code R}: row {@code i} is the learner after task {@code i} (row 0 is
 * zero-shot), column {@code j} is the test set of task {@code j}, counted from 1.
 *
 * <p>The label space of {@code R[i][j]} is the union of the classes of tasks {@code 1..max(i, j)}.
 * Row {@code i} for {@code j <= i} is the classifier the learner really has. Beyond it, {@code j >
 * i}, classes that the learner does not know yet are represented by their zero-shot text feature,
 * and those it knows by their text features as they are: a head on image features knows nothing of
 * the former, and what it adds to the scores of the latter is not on their scale. So {@code
 * R[j-1][j]} and {@code R[0][j]} differ only in what text features learned before task {@code j}.
 *
 * <p>Cells hold counts, not fractions, and may be missing while a stream is running: a cell {@code
 * R[i][j]} can be measured as soon as both task {@code i} and task {@code j} have arrived. Cells
 * beyond the row are missing for good where its version was pruned before the task came, and where
 * it sees images in its own way, since it cannot see those of a task to come.
 *
 * <p>Immutable and thread-safe.
 */
public final class AccuracyMatrix {

  private static final int MISSING = -1;

  private final List<String> tasks;
  private final int[][] correct;
  private final int[] totals;

  private AccuracyMatrix(List<String> tasks, int[][] correct, int[] totals) {
    this.tasks = tasks;
    this.correct = correct;
    this.totals = totals;
  }

  /**
   * A matrix for these tasks, holding these cells.
   *
   * @param tasks task names in order of arrival; at least one, no duplicates
   * @param cells in any order; a repeated cell is tolerated when it says the same
   * @throws IllegalArgumentException when a cell is outside the matrix, contradicts another one, or
   *     names another number of test examples than its column has
   */
  public static AccuracyMatrix of(List<String> tasks, Collection<Cell> cells) {
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("an accuracy matrix needs at least one task");
    }
    if (new HashSet<>(tasks).size() != tasks.size()) {
      throw new IllegalArgumentException("task names are not unique: " + tasks);
    }
    int[][] correct = new int[tasks.size() + 1][tasks.size()];
    for (int[] row : correct) {
      Arrays.fill(row, MISSING);
    }
    int[] totals = new int[tasks.size()];
    Arrays.fill(totals, MISSING);
    for (Cell cell : cells) {
      put(cell, correct, totals);
    }
    return new AccuracyMatrix(List.copyOf(tasks), correct, totals);
  }

  private static void put(Cell cell, int[][] correct, int[] totals) {
    int row = cell.row();
    int column = cell.column();
    if (row >= correct.length || column > totals.length) {
      throw new IllegalArgumentException(
          "R[%d][%d] is outside a matrix of %d tasks".formatted(row, column, totals.length));
    }
    if (totals[column - 1] != MISSING && totals[column - 1] != cell.total()) {
      throw new IllegalArgumentException(
          "R[%d][%d] counts %d test examples, other rows %d"
              .formatted(row, column, cell.total(), totals[column - 1]));
    }
    int before = correct[row][column - 1];
    if (before != MISSING && before != cell.correct()) {
      throw new IllegalArgumentException(
          "R[%d][%d] was measured twice: %d and %d correct"
              .formatted(row, column, before, cell.correct()));
    }
    totals[column - 1] = cell.total();
    correct[row][column - 1] = cell.correct();
  }

  /** Number of tasks {@code T}: the matrix has {@code T} columns and {@code T + 1} rows. */
  public int size() {
    return tasks.size();
  }

  /** Task names in order of arrival. */
  public List<String> tasks() {
    return tasks;
  }

  /** Whether {@code R[row][column]} has been measured. */
  public boolean contains(int row, int column) {
    check(row, column);
    return correct[row][column - 1] != MISSING;
  }

  /** Whether every cell, seen tasks and unseen ones, has been measured. */
  public boolean isComplete() {
    return Arrays.stream(correct).flatMapToInt(Arrays::stream).noneMatch(c -> c == MISSING);
  }

  /** Whether any measured cell has test examples behind it; without, there are no metrics. */
  public boolean hasTestExamples() {
    return Arrays.stream(totals).anyMatch(total -> total > 0);
  }

  /**
   * Correctly classified test examples.
   *
   * @throws MissingCellException when the cell has not been measured
   */
  public int correct(int row, int column) {
    require(row, column);
    return correct[row][column - 1];
  }

  /**
   * Number of test examples behind a cell, the same for all rows of a column.
   *
   * @throws MissingCellException when the cell has not been measured
   */
  public int total(int row, int column) {
    require(row, column);
    return totals[column - 1];
  }

  /**
   * {@code R[row][column]} as a fraction from 0 to 1.
   *
   * @return NaN for a task that came without test examples
   * @throws MissingCellException when the cell has not been measured
   */
  public double accuracy(int row, int column) {
    require(row, column);
    return (double) correct[row][column - 1] / totals[column - 1];
  }

  /**
   * Mean of {@code R[row][1..row]}: every task seen so far counts the same, however many test
   * examples it has. Tasks without test examples are left out.
   *
   * @param row 1 to {@link #size()}
   * @return NaN when no task seen so far has test examples
   * @throws MissingCellException when a cell has not been measured
   */
  public double averageOverSeen(int row) {
    check(row, Math.max(row, 1));
    return IntStream.rangeClosed(1, row)
        .mapToDouble(column -> accuracy(row, column))
        .filter(accuracy -> !Double.isNaN(accuracy))
        .average()
        .orElse(Double.NaN);
  }

  /** The matrix as it was when only the first {@code count} tasks had arrived. */
  public AccuracyMatrix firstTasks(int count) {
    check(count, Math.max(count, 1));
    int[][] rows =
        Arrays.stream(correct, 0, count + 1)
            .map(row -> Arrays.copyOf(row, count))
            .toArray(int[][]::new);
    return new AccuracyMatrix(tasks.subList(0, count), rows, Arrays.copyOf(totals, count));
  }

  private void require(int row, int column) {
    if (!contains(row, column)) {
      throw new MissingCellException(row, column);
    }
  }

  private void check(int row, int column) {
    if (row < 0 || row > tasks.size() || column < 1 || column > tasks.size()) {
      throw new IndexOutOfBoundsException(
          "no R[%d][%d] in a matrix of %d tasks".formatted(row, column, tasks.size()));
    }
  }
}
