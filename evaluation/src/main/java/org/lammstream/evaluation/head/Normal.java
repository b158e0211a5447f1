package org.lammstream.evaluation.head;

/** The standard normal distribution. */
final class Normal {
  private static final double FAR = 8;

  private Normal() {}

  /**
   * Φ(x), with an absolute error below 1e-7: formula 26.2.17 of Abramowitz and Stegun, "Handbook of
   * Mathematical Functions".
   */
  static double cumulative(double x) {
    if (x > FAR) {
      return 1;
    }
    if (x < -FAR) {
      return 0;
    }
    double t = 1 / (1 + 0.2316419 * Math.abs(x));
    double polynomial =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    double tail = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    return x >= 0 ? 1 - tail : tail;
  }
}
