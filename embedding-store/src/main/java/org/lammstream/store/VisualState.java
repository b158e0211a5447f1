package org.lammstream.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a version keeps of its images beside the sums of its classes. The arrays are neither copied
 * nor protected. Equal when every bit is.
 *
 * @param scoring how the version scores
 * @param gram {@code Σ x xᵀ} over all images of all classes: the lower triangle row by row, {@code
 *     m (m + 1) / 2} numbers, m being the length of the classes' image sums
 * @param scatter {@code Σ_c Σ (x - m_c) (x - m_c)ᵀ}, the same over each image's difference from the
 *     mean of its class, in the same order
 * @param tasks how many of the version's classes came with each task, in the order of both
 */
public record VisualState(Scoring scoring, double[] gram, double[] scatter, List<Integer> tasks) {

  /**
   * Checks size and numbers.
   *
   * @throws IllegalArgumentException if the numbers are no triangles of one size, or not finite, or
   *     a task brought nothing
   */
  public VisualState {
    tasks = List.copyOf(tasks);
    if (tasks.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("a task that brought no class");
    }
    if (triangle(dimension(gram.length)) != gram.length) {
      throw new IllegalArgumentException(gram.length + " numbers are no triangle of a matrix");
    }
    if (scatter.length != gram.length) {
      throw new IllegalArgumentException(
          "%d numbers of scatter beside %d of a matrix".formatted(scatter.length, gram.length));
    }
    checkFinite(gram);
    checkFinite(scatter);
  }

  /**
   * The numbers of classes after a further task.
   *
   * @param fresh how many classes a further task brings; 0 for one that brings none
   */
  public static List<Integer> withTask(List<Integer> tasks, int fresh) {
    List<Integer> more = new ArrayList<>(tasks);
    if (fresh > 0) {
      more.add(fresh);
    }
    return more;
  }

  /**
   * How lately each class came: 0 with the first task, 1 with the last, and in even steps between.
   *
   * @return a number of each class, in the order of the classes; zeros where there is one task only
   */
  public double[] recency() {
    double[] recency = new double[tasks.stream().mapToInt(Integer::intValue).sum()];
    int at = 0;
    for (int task = 0; task < tasks.size(); task++) {
      int end = at + tasks.get(task);
      Arrays.fill(recency, at, end, tasks.size() == 1 ? 0 : task / (tasks.size() - 1.0));
      at = end;
    }
    return recency;
  }

  /** Rows of the matrix (m). */
  public int dimension() {
    return dimension(gram.length);
  }

  private static void checkFinite(double[] numbers) {
    for (double number : numbers) {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("a matrix of images with a number that is not finite");
      }
    }
  }

  private static int dimension(int numbers) {
    return (int) ((Math.sqrt(8.0 * numbers + 1) - 1) / 2);
  }

  private static long triangle(long rows) {
    return rows * (rows + 1) / 2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VisualState that
        && scoring.equals(that.scoring)
        && Arrays.equals(gram, that.gram)
        && Arrays.equals(scatter, that.scatter)
        && tasks.equals(that.tasks);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * (31 * scoring.hashCode() + Arrays.hashCode(gram)) + Arrays.hashCode(scatter))
        + tasks.hashCode();
  }

  @Override
  public String toString() {
    return "VisualState[" + scoring + ", " + dimension() + " rows]";
  }
}
