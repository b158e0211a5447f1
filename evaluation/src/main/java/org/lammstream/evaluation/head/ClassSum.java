package org.lammstream.evaluation.head;

/**
 * What the statistics know of one class. The array must not be modified.
 *
 * @param sum of the class's features, {@code (d)}
 * @param count how many features, at least 1
 */
public record ClassSum(double[] sum, long count) {

  /**
   * Checks the count.
   *
   * @throws IllegalArgumentException for a class without features
   */
  public ClassSum {
    if (count < 1) {
      throw new IllegalArgumentException("a class sum of " + count + " features");
    }
  }

  /** The class's mean feature, {@code (d)}, a copy. */
  public double[] mean() {
    double[] mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    return mean;
  }
}
