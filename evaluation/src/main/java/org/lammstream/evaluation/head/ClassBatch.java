package org.lammstream.evaluation.head;

import java.util.List;
import java.util.Optional;

/** Features of one class that are added to statistics or taken from them. Immutable. */
final class ClassBatch {
  private final int dimension;
  private final double[] features;
  private final List<Integer> rows;

  /**
   * Some rows of features.
   *
   * @param features {@code (n, d)} row-major; neither copied nor changed
   * @param rows which of them, at least one
   */
  ClassBatch(int dimension, double[] features, List<Integer> rows) {
    this.dimension = dimension;
    this.features = features;
    this.rows = rows;
  }

  /**
   * What the class is with the features, or without them.
   *
   * @param sign 1 to add them, -1 to take them away
   * @return empty if nothing is left
   * @throws IllegalArgumentException for a class that has fewer features
   */
  Optional<ClassSum> change(String name, Optional<ClassSum> before, int sign) {
    long count = before.map(ClassSum::count).orElse(0L) + sign * (long) rows.size();
    if (count < 0) {
      throw new IllegalArgumentException(
          "class '%s' has fewer features than are to be taken from it".formatted(name));
    }
    double[] sum = before.map(known -> known.sum().clone()).orElseGet(() -> new double[dimension]);
    for (int row : rows) {
      for (int i = 0; i < dimension; i++) {
        sum[i] += sign * features[row * dimension + i];
      }
    }
    return count == 0 ? Optional.empty() : Optional.of(new ClassSum(sum, count));
  }

  /** Adds the features' outer products, {@code sign} times. */
  void addTo(GramMatrix gram, int sign) {
    for (int row : rows) {
      gram.add(features, row * dimension, sign);
    }
  }

  /**
   * Adds, {@code sign} times, what the scatter of the others grows by where the features join them.
   * With k features of mean b and n others of mean m that is
   *
   * <pre>  Σ (x - b)(x - b)ᵀ + n k / (n + k) · (b - m)(b - m)ᵀ </pre>
   *
   * <p>which takes no small difference of large sums.
   *
   * @param others the class's other features
   */
  void addTo(GramMatrix scatter, Optional<ClassSum> others, int sign) {
    double[] mean = new double[dimension];
    for (int row : rows) {
      for (int i = 0; i < dimension; i++) {
        mean[i] += features[row * dimension + i] / rows.size();
      }
    }
    double[] difference = new double[dimension];
    for (int row : rows) {
      for (int i = 0; i < dimension; i++) {
        difference[i] = features[row * dimension + i] - mean[i];
      }
      scatter.add(difference, 0, sign);
    }
    if (others.isPresent()) {
      double[] their = others.get().mean();
      for (int i = 0; i < dimension; i++) {
        difference[i] = mean[i] - their[i];
      }
      double n = others.get().count();
      scatter.add(difference, 0, sign * n * rows.size() / (n + rows.size()));
    }
  }
}
