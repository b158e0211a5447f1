package org.lammstream.evaluation.head;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Sufficient statistics of image features: their Gram matrix {@code G = Σ x xᵀ}, their scatter
 * within classes {@code W = G - Σ_c n_c m_c m_cᵀ}, and per class the sum and the number of its
 * features. Every closed-form head follows from them, and features can be added in any order and
 * taken out again: up to rounding in double precision the result is that of a run that saw what is
 * left, and nothing else. W follows from the rest, and is kept because that takes a sum over all
 * classes, where a change of W takes one over the classes that change.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageStatistics {
  /** What rounding leaves of features that cancel, in parts of their squares. */
  private static final double NOTHING = 1e-12;

  private static final double LEAST_SHRINKAGE = 1e-6;

  private final int dimension;
  private final double[] gram;
  private final double[] scatter;
  private final Map<String, ClassSum> classes;
  private final Unlisted unlisted;

  private ImageStatistics(
      int dimension,
      double[] gram,
      double[] scatter,
      Map<String, ClassSum> classes,
      Unlisted unlisted) {
    this.dimension = dimension;
    this.unlisted = unlisted;
    this.gram = gram;
    this.scatter = scatter;
    this.classes = Collections.unmodifiableMap(classes);
  }

  /**
   * Classes whose features are in the matrices, but of which nothing else is known here.
   *
   * @param classes how many, at least 0
   * @param count their features in all, at least 0
   */
  public record Unlisted(int classes, long count) {
    /** All classes are listed. */
    public static final Unlisted NONE = new Unlisted(0, 0);
  }

  /** Of no features at all. */
  public static ImageStatistics none(int dimension) {
    double[] nothing = GramMatrix.zero(dimension).packed();
    return new ImageStatistics(dimension, nothing, nothing, new LinkedHashMap<>(), Unlisted.NONE);
  }

  /**
   * As they were stored.
   *
   * @param gram lower triangle of G row by row, {@code d (d + 1) / 2}; copied
   * @param scatter lower triangle of W, as long; copied
   * @param classes by name, in the order of their scores in a head
   * @throws IllegalArgumentException for a size that does not fit
   */
  public static ImageStatistics of(
      int dimension, double[] gram, double[] scatter, Map<String, ClassSum> classes) {
    return of(dimension, gram, scatter, classes, Unlisted.NONE);
  }

  /**
   * As they were stored, for work on some of the classes: features of these can be added and taken,
   * and the covariance is that of all. There is no head of such statistics, but what one would be
   * for the listed classes can be estimated.
   *
   * @param classes those that the work is on
   * @param unlisted all others
   * @throws IllegalArgumentException for a size that does not fit
   */
  public static ImageStatistics of(
      int dimension,
      double[] gram,
      double[] scatter,
      Map<String, ClassSum> classes,
      Unlisted unlisted) {
    classes.forEach(
        (name, sum) -> {
          if (sum.sum().length != dimension) {
            throw new IllegalArgumentException(
                "class '%s' has a sum of %d numbers, not %d"
                    .formatted(name, sum.sum().length, dimension));
          }
        });
    return new ImageStatistics(
        dimension,
        GramMatrix.of(dimension, gram).packed(),
        GramMatrix.of(dimension, scatter).packed(),
        new LinkedHashMap<>(classes),
        unlisted);
  }

  /** Width of a feature (d). */
  public int dimension() {
    return dimension;
  }

  /** Lower triangle of the Gram matrix row by row, {@code d (d + 1) / 2}; not to be modified. */
  public double[] gram() {
    return gram;
  }

  /** Lower triangle of the scatter row by row, as long as {@link #gram}; not to be modified. */
  public double[] scatter() {
    return scatter;
  }

  /** The classes in the order of their first feature, without those that are not listed. */
  public Map<String, ClassSum> classes() {
    return classes;
  }

  /** Number of all features. */
  public long count() {
    return unlisted.count() + classes.values().stream().mapToLong(ClassSum::count).sum();
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
    Map<String, List<Integer>> rows = new LinkedHashMap<>();
    for (int n = 0; n < labels.size(); n++) {
      rows.computeIfAbsent(labels.get(n), unused -> new ArrayList<>()).add(n);
    }
    GramMatrix changedGram = GramMatrix.of(dimension, gram);
    GramMatrix changedScatter = GramMatrix.of(dimension, scatter);
    Map<String, ClassSum> all = new LinkedHashMap<>(classes);
    rows.forEach(
        (name, own) -> {
          Optional<ClassSum> before = Optional.ofNullable(classes.get(name));
          ClassBatch batch = new ClassBatch(dimension, features, own);
          Optional<ClassSum> after = batch.change(name, before, sign);
          batch.addTo(changedGram, sign);
          batch.addTo(changedScatter, sign > 0 ? before : after, sign);
          after.ifPresentOrElse(sum -> all.put(name, sum), () -> all.remove(name));
        });
    return new ImageStatistics(
        dimension, changedGram.packed(), changedScatter.packed(), all, unlisted);
  }

  void requireComplete() {
    if (!isComplete()) {
      throw new IllegalStateException(
          "%d classes are not listed in these statistics".formatted(unlisted.classes()));
    }
  }

  /** Whether all classes are listed. */
  boolean isComplete() {
    return unlisted.classes() == 0;
  }

  DMatrixRMaj scatterMatrix() {
    return GramMatrix.of(dimension, scatter).full();
  }

  DMatrixRMaj gramMatrix() {
    return GramMatrix.of(dimension, gram).full();
  }

  /** Mean of the listed classes' means, {@code (d)}: every class counts the same. */
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

  /** The covariance that all classes share: {@code W / (n - classes)}. */
  DMatrixRMaj withinCovariance() {
    DMatrixRMaj covariance = scatterMatrix();
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
    return Math.max(1, count() - classes.size() - unlisted.classes());
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
