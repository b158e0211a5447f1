package org.lammstream.evaluation.head;

import org.ejml.data.DMatrixRMaj;

/**
 * A sum of outer products {@code Σ x xᵀ}, packed: the lower triangle row by row, {@code d (d + 1) /
 * 2} numbers. Not thread-safe.
 */
final class GramMatrix {
  private final int dimension;
  private final double[] packed;

  private GramMatrix(int dimension, double[] packed) {
    this.dimension = dimension;
    this.packed = packed;
  }

  static GramMatrix zero(int dimension) {
    return new GramMatrix(dimension, new double[size(dimension)]);
  }

  /** Takes a copy. */
  static GramMatrix of(int dimension, double[] packed) {
    if (packed.length != size(dimension)) {
      throw new IllegalArgumentException(
          "%d numbers are no triangle of a %d x %d matrix"
              .formatted(packed.length, dimension, dimension));
    }
    return new GramMatrix(dimension, packed.clone());
  }

  private static int size(int dimension) {
    return Math.multiplyExact(dimension, dimension + 1) / 2;
  }

  double[] packed() {
    return packed;
  }

  /** Adds the outer product of one row of {@code features}, {@code sign} times. */
  void add(double[] features, int start, double sign) {
    int at = 0;
    for (int i = 0; i < dimension; i++) {
      double x = sign * features[start + i];
      for (int j = 0; j <= i; j++) {
        packed[at++] += x * features[start + j];
      }
    }
  }

  DMatrixRMaj full() {
    DMatrixRMaj full = new DMatrixRMaj(dimension, dimension);
    int at = 0;
    for (int i = 0; i < dimension; i++) {
      for (int j = 0; j <= i; j++) {
        full.set(i, j, packed[at]);
        full.set(j, i, packed[at++]);
      }
    }
    return full;
  }
}
