package org.lammstream.store;

import java.util.Arrays;

/**
 * What a version keeps of its images beside the sums of its classes. The array is neither copied
 * nor protected. Equal when every bit is.
 *
 * @param scoring how the version scores
 * @param gram {@code Σ x xᵀ} over all images of all classes: the lower triangle row by row, {@code
 *     m (m + 1) / 2} numbers, m being the length of the classes' image sums
 */
public record VisualState(Scoring scoring, double[] gram) {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if the numbers are no triangle
   */
  public VisualState {
    if (triangle(dimension(gram.length)) != gram.length) {
      throw new IllegalArgumentException(gram.length + " numbers are no triangle of a matrix");
    }
  }

  /** Rows of the matrix (m). */
  public int dimension() {
    return dimension(gram.length);
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
        && Arrays.equals(gram, that.gram);
  }

  @Override
  public int hashCode() {
    return 31 * scoring.hashCode() + Arrays.hashCode(gram);
  }

  @Override
  public String toString() {
    return "VisualState[" + scoring + ", " + dimension() + " rows]";
  }
}
