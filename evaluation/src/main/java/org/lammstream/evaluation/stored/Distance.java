package org.lammstream.evaluation.stored;

/** Distances of vectors of equal length, in double precision. */
final class Distance {

  private Distance() {}

  /** Euclidean (L2) distance. */
  static double euclidean(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = (double) a[i] - b[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /**
   * {@code 1 - cos}, as half the squared distance of the normalised vectors: 1 - cos itself would
   * lose small differences to rounding, and not be exactly 0 for equal vectors.
   *
   * @return 0 to 2; NaN if a vector is all zeros
   */
  static double cosine(float[] a, float[] b) {
    double first = norm(a);
    double second = norm(b);
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double difference = a[i] / first - b[i] / second;
      sum += difference * difference;
    }
    return sum / 2;
  }

  private static double norm(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    return Math.sqrt(sum);
  }
}
