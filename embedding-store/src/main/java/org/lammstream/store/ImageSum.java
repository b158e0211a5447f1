package org.lammstream.store;

import java.util.Arrays;

/**
 * The sum of a class's image features, of all the images that its version has seen of it. The array
 * is neither copied nor protected. Equal when every bit is.
 *
 * @param sum {@code (m)}, m being the width of what the learner's statistics are taken of; empty
 *     where unknown, as in entries of formats before 4
 * @param count how many features were added up; 0 where unknown
 */
public record ImageSum(double[] sum, long count) {

  /** Of a class whose images nobody has counted. */
  public static final ImageSum UNKNOWN = new ImageSum(new double[0], 0);

  /**
   * Checks that both are known or neither.
   *
   * @throws IllegalArgumentException for a negative count, or a count that contradicts the sum
   */
  public ImageSum {
    if (count < 0 || (count > 0) != (sum.length > 0)) {
      throw new IllegalArgumentException(
          "a sum of " + count + " image features cannot have " + sum.length + " numbers");
    }
  }

  /** Whether there is one. */
  public boolean isKnown() {
    return count > 0;
  }

  /** The mean feature, {@code (m)}, a copy; empty where unknown. */
  public double[] mean() {
    double[] mean = sum.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] /= count;
    }
    return mean;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageSum that && count == that.count && Arrays.equals(sum, that.sum);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sum);
  }

  @Override
  public String toString() {
    return "ImageSum[(" + sum.length + "), " + count + "]";
  }
}
