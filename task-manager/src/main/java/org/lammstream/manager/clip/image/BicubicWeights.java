package org.lammstream.manager.clip.image;

/**
 * The weights of Pillow's antialiased bicubic resampling along one axis, for a run of output pixels
 * only. Fixed-point with {@value #PRECISION_BITS} fraction bits, rounded as Pillow rounds.
 *
 * <p>Source: {@code precompute_coeffs}, {@code bicubic_filter} and {@code normalize_coeffs_8bpc} in
 * Pillow's {@code src/libImaging/Resample.c}.
 *
 * @param first index of the first input pixel, per output pixel
 * @param weights of the input pixels from there on, per output pixel
 */
record BicubicWeights(int[] first, int[][] weights) {

  /** 32 bits, less 8 for the pixel and 2 for sums above 1 (bicubic weights can be negative). */
  static final int PRECISION_BITS = 32 - 8 - 2;

  private static final double A = -0.5;
  private static final double SUPPORT = 2.0;

  /**
   * Computes the weights.
   *
   * @param in pixels of the input
   * @param out pixels the whole output would have
   * @param from first output pixel that is wanted
   * @param count how many are wanted
   */
  static BicubicWeights of(int in, long out, long from, int count) {
    double scale = (double) in / out;
    double filterScale = Math.max(scale, 1.0);
    double support = SUPPORT * filterScale;
    double inverse = 1.0 / filterScale;
    int[] first = new int[count];
    int[][] weights = new int[count][];
    for (int i = 0; i < count; i++) {
      double center = (from + i + 0.5) * scale;
      int start = Math.max((int) (center - support + 0.5), 0);
      int length = Math.min((int) (center + support + 0.5), in) - start;
      double[] exact = new double[length];
      double sum = 0;
      for (int x = 0; x < length; x++) {
        exact[x] = filter((x + start - center + 0.5) * inverse);
        sum += exact[x];
      }
      first[i] = start;
      weights[i] = fixedPoint(exact, sum);
    }
    return new BicubicWeights(first, weights);
  }

  /** The first input pixel that is needed for any output pixel. */
  int begin() {
    return first[0];
  }

  /** The pixel behind the last input pixel that is needed. */
  int end() {
    int last = first.length - 1;
    return first[last] + weights[last].length;
  }

  private static double filter(double at) {
    double x = Math.abs(at);
    if (x < 1.0) {
      return ((A + 2.0) * x - (A + 3.0)) * x * x + 1;
    }
    if (x < 2.0) {
      return (((x - 5) * x + 8) * x - 4) * A;
    }
    return 0.0;
  }

  private static int[] fixedPoint(double[] exact, double sum) {
    int[] fixed = new int[exact.length];
    for (int x = 0; x < fixed.length; x++) {
      double weight = sum != 0.0 ? exact[x] / sum : exact[x];
      double scaled = weight * (1 << PRECISION_BITS);
      fixed[x] = (int) (weight < 0 ? scaled - 0.5 : scaled + 0.5);
    }
    return fixed;
  }
}
