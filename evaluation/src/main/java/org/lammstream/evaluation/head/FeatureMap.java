package org.lammstream.evaluation.head;

import java.util.Random;

/** What is done to image features before statistics are taken of them; fixed for a learner. */
public sealed interface FeatureMap {

  /** Width of what {@link #apply} returns. */
  int dimension();

  /**
   * Maps features.
   *
   * @param features {@code (n, input)} row-major
   * @return {@code (n, dimension)} row-major, a copy
   */
  double[] apply(float[] features);

  /**
   * Features as they are.
   *
   * @param dimension of the features
   */
  record Identity(int dimension) implements FeatureMap {
    @Override
    public double[] apply(float[] features) {
      double[] mapped = new double[features.length];
      for (int i = 0; i < mapped.length; i++) {
        mapped[i] = features[i];
      }
      return mapped;
    }
  }

  /**
   * Rectified random projections {@code max(0, x W)}, {@code W} standard normal: McDonnell et al.,
   * "RanPAC: Random Projections and Pre-trained Models for Continual Learning", NeurIPS 2023. The
   * matrix is drawn from the seed and never stored. Immutable and thread-safe.
   */
  final class Expansion implements FeatureMap {
    private final int input;
    private final int dimension;
    private final float[] weights;

    /**
     * Draws the matrix.
     *
     * @param input width of a feature
     * @param dimension width of an expanded feature
     */
    public Expansion(int input, int dimension, long seed) {
      this.input = input;
      this.dimension = dimension;
      this.weights = new float[Math.multiplyExact(input, dimension)];
      Random random = new Random(seed);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = (float) random.nextGaussian();
      }
    }

    @Override
    public int dimension() {
      return dimension;
    }

    /** The matrix, {@code (input, dimension)} row-major; not to be modified. */
    public float[] weights() {
      return weights;
    }

    @Override
    public double[] apply(float[] features) {
      int examples = features.length / input;
      double[] mapped = new double[Math.multiplyExact(examples, dimension)];
      for (int n = 0; n < examples; n++) {
        int row = n * dimension;
        for (int i = 0; i < input; i++) {
          double x = features[n * input + i];
          for (int j = 0; j < dimension; j++) {
            mapped[row + j] += x * weights[i * dimension + j];
          }
        }
        for (int j = row; j < row + dimension; j++) {
          mapped[j] = Math.max(0, mapped[j]);
        }
      }
      return mapped;
    }
  }
}
