package org.lammstream.evaluation.head;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Sufficient statistics of image features: their Gram matrix {@code G = Σ x xᵀ}, and per class the
 * sum and the number of its features. Every closed-form head follows from them, and features can be
 * added in any order and taken out again: up to rounding in double precision the result is that of
 * a run that saw what is left, and nothing else.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageStatistics {
  /** What rounding leaves of features that cancel, in parts of their squares. */
  private static final double NOTHING = 1e-12;

  private static final double LEAST_SHRINKAGE = 1e-6;

  private final int dimension;
  private final double[] gram;
  private final Map<String, ClassSum> classes;

  private ImageStatistics(int dimension, double[] gram, Map<String, ClassSum> classes) {
    this.dimension = dimension;
    this.gram = gram;
    this.classes = Collections.unmodifiableMap(classes);
  }

  /** Of no features at all. */
  public static ImageStatistics none(int dimension) {
    return new ImageStatistics(
        dimension, GramMatrix.zero(dimension).packed(), new LinkedHashMap<>());
  }

  /**
   * As they were stored.
   *
   * @param gram lower triangle of G row by row, {@code d (d + 1) / 2}; copied
   * @param classes by name, in the order of their scores in a head
   * @throws IllegalArgumentException for a size that does not fit
   */
  public static ImageStatistics of(int dimension, double[] gram, Map<String, ClassSum> classes) {
    classes.forEach(
        (name, sum) -> {
          if (sum.sum().length != dimension) {
            throw new IllegalArgumentException(
                "class '%s' has a sum of %d numbers, not %d"
                    .formatted(name, sum.sum().length, dimension));
          }
        });
    return new ImageStatistics(
        dimension, GramMatrix.of(dimension, gram).packed(), new LinkedHashMap<>(classes));
  }

  /** Width of a feature (d). */
  public int dimension() {
    return dimension;
  }

  /** Lower triangle of the Gram matrix row by row, {@code d (d + 1) / 2}; not to be modified. */
  public double[] gram() {
    return gram;
  }

  /** The classes in the order of their first feature. */
  public Map<String, ClassSum> classes() {
    return classes;
  }

  /** Number of all features. */
  public long count() {
    return classes.values().stream().mapToLong(ClassSum::count).sum();
  }

  /**
   * With further features.
   *
   * @param labels class names, one per feature
   * @param features {@code (n, d)} row-major, finite
   */
  public ImageStatistics plus(List<String> labels, double[] features) {
    return changed(labels, features, 1);
  }

  /**
   * Without features that were added before: unlearning. A class whose last feature goes is gone.
   *
   * @param labels class names, one per feature
   * @param features {@code (n, d)} row-major, as they were added
   * @throws IllegalArgumentException for a class that has fewer features
   */
  public ImageStatistics minus(List<String> labels, double[] features) {
    return changed(labels, features, -1);
  }

  private ImageStatistics changed(List<String> labels, double[] features, int sign) {
    if (features.length != (long) labels.size() * dimension) {
      throw new IllegalArgumentException(
          "%d numbers for %d features of dimension %d"
              .formatted(features.length, labels.size(), dimension));
    }
    for (double value : features) {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("an image feature is not finite");
      }
    }
    GramMatrix changed = GramMatrix.of(dimension, gram);
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (int n = 0; n < labels.size(); n++) {
      changed.add(features, n * dimension, sign);
      double[] sum = sums.computeIfAbsent(labels.get(n), this::sum);
      for (int i = 0; i < dimension; i++) {
        sum[i] += sign * features[n * dimension + i];
      }
      counts.merge(labels.get(n), 1L, Long::sum);
    }
    Map<String, ClassSum> all = new LinkedHashMap<>(classes);
    sums.forEach((name, sum) -> put(all, name, sum, sign * counts.getOrDefault(name, 0L)));
    return new ImageStatistics(dimension, changed.packed(), all);
  }

  private double[] sum(String name) {
    ClassSum known = classes.get(name);
    return known == null ? new double[dimension] : known.sum().clone();
  }

  private static void put(Map<String, ClassSum> all, String name, double[] sum, long change) {
    ClassSum before = all.get(name);
    long count = (before == null ? 0 : before.count()) + change;
    if (count < 0) {
      throw new IllegalArgumentException(
          "class '%s' has fewer features than are to be taken from it".formatted(name));
    }
    if (count == 0) {
      all.remove(name);
    } else {
      all.put(name, new ClassSum(sum, count));
    }
  }

  DMatrixRMaj gramMatrix() {
    return GramMatrix.of(dimension, gram).full();
  }

  /** Mean of the class means, {@code (d)}: every class counts the same. */
  double[] centre() {
    double[] centre = new double[dimension];
    for (ClassSum known : classes.values()) {
      double weight = 1.0 / known.count() / classes.size();
      for (int i = 0; i < dimension; i++) {
        centre[i] += weight * known.sum()[i];
      }
    }
    return centre;
  }

  /** The covariance that all classes share: {@code (G - Σ_c n_c m_c m_cᵀ) / (n - classes)}. */
  DMatrixRMaj withinCovariance() {
    GramMatrix within = GramMatrix.of(dimension, gram);
    classes.values().forEach(known -> within.add(known.mean(), 0, (double) -known.count()));
    DMatrixRMaj covariance = within.full();
    double trace = 0;
    double residue = 0;
    for (int i = 0; i < dimension; i++) {
      trace += gram[i * (i + 3) / 2];
      residue += covariance.get(i, i);
    }
    if (residue <= NOTHING * trace) { // one image of each class, or equal ones: only rounding
      covariance.zero();
      return covariance;
    }
    double degrees = degreesOfFreedom();
    for (int i = 0; i < covariance.getNumElements(); i++) {
      covariance.data[i] /= degrees;
    }
    return covariance;
  }

  /** Features beyond the first of each class, at least 1. */
  double degreesOfFreedom() {
    return Math.max(1, count() - classes.size());
  }

  /**
   * How far the covariance that all classes share should be drawn towards its mean variance: the
   * oracle approximating shrinkage of Chen, Wiesel, Eldar and Hero, "Shrinkage Algorithms for MMSE
   * Covariance Estimation", IEEE Transactions on Signal Processing 58 (2010), with the degrees of
   * freedom as the number of samples. Few images ask for much of it, many for little.
   *
   * @return above 0, at most 1
   */
  public double shrinkage() {
    DMatrixRMaj covariance = withinCovariance();
    double trace = CommonOps_DDRM.trace(covariance);
    double squared = Matrices.traceOfProduct(covariance, covariance);
    double spread = squared - trace * trace / dimension;
    if (spread <= 0) { // no covariance, or nothing but the mean variance
      return 1;
    }
    double part = 1 - 2.0 / dimension;
    double shrinkage = (part * squared + trace * trace) / ((degreesOfFreedom() + part) * spread);
    return Math.min(1, Math.max(shrinkage, LEAST_SHRINKAGE));
  }
}
