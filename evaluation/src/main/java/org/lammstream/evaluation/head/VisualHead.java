package org.lammstream.evaluation.head;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/** How a classifier on image features follows from their statistics. Immutable. */
public sealed interface VisualHead {

  /**
   * The classifier.
   *
   * @param statistics of at least one class
   * @throws ArithmeticException if its matrix cannot be inverted
   */
  default LinearHead of(ImageStatistics statistics) {
    return of(statistics, ChosenClasses.all(statistics));
  }

  /**
   * The classifier's part for some of the classes: what it is for them among all. Of statistics
   * that do not list all classes, all that are listed; they stand for the others.
   *
   * @param chosen at least one of the statistics' classes
   * @throws ArithmeticException if its matrix cannot be inverted
   */
  LinearHead of(ImageStatistics statistics, ChosenClasses chosen);

  /**
   * Mean score of classes on their own images, as it is with the scored image left out of the
   * class: what new images can expect. A class of one image has nothing left and scores 0.
   *
   * @param head this head of these statistics and classes
   * @return {@code (chosen)}
   */
  double[] heldOut(ImageStatistics statistics, LinearHead head, ChosenClasses chosen);

  /** Nearest class mean: the direction of each class's mean feature, no bias. */
  record Prototype() implements VisualHead {
    @Override
    public LinearHead of(ImageStatistics statistics, ChosenClasses chosen) {
      DMatrixRMaj means = chosen.means();
      Matrices.normaliseColumns(means);
      return LinearHead.ofColumns(chosen.names(), means, new double[means.getNumCols()]);
    }

    @Override
    public double[] heldOut(ImageStatistics statistics, LinearHead head, ChosenClasses chosen) {
      return heldOutCosines(head, chosen);
    }
  }

  /**
   * Ridge regression on one-hot targets: {@code W = (G + λ n/d I)⁻¹ S} with the class sums {@code
   * S}. For features of length 1 {@code n/d} is G's mean eigenvalue, so that one λ suits any number
   * of examples.
   *
   * @param lambda above 0
   */
  record Ridge(double lambda) implements VisualHead {
    @Override
    public LinearHead of(ImageStatistics statistics, ChosenClasses chosen) {
      DMatrixRMaj matrix = statistics.gramMatrix();
      double trace = CommonOps_DDRM.trace(matrix);
      Matrices.addToDiagonal(matrix, lambda * trace / statistics.dimension());
      DMatrixRMaj weights = Matrices.solve(matrix, chosen.sumColumns());
      return LinearHead.ofColumns(chosen.names(), weights, new double[weights.getNumCols()]);
    }

    /** {@code (s - h) / (1 - h)} with the class's mean score s and its images' mean leverage h. */
    @Override
    public double[] heldOut(ImageStatistics statistics, LinearHead head, ChosenClasses chosen) {
      DMatrixRMaj matrix = statistics.gramMatrix();
      double trace = CommonOps_DDRM.trace(matrix);
      Matrices.addToDiagonal(matrix, lambda * trace / statistics.dimension());
      DMatrixRMaj inverse = Matrices.solve(matrix, CommonOps_DDRM.identity(statistics.dimension()));
      // The covariance divides by the degrees of freedom, the mean over images by their number.
      double degrees = statistics.degreesOfFreedom();
      double spread =
          Matrices.traceOfProduct(inverse, statistics.withinCovariance())
              * degrees
              / statistics.count();
      return chosen.perClass(
          (c, known) -> {
            double[] mean = known.mean();
            double leverage = spread + Matrices.product(mean, inverse, mean);
            double score = head.score(c, mean);
            return leverage < 1 ? (score - leverage) / (1 - leverage) : 0;
          });
    }
  }

  /**
   * Gaussian classes that share one covariance, compared by angle in the space where it is the
   * identity. With C the shrunk covariance, m the mean of the class means and {@code |v|} the
   * length {@code √(vᵀ C⁻¹ v)}, class c's score is
   *
   * <pre>  (x - m)ᵀ C⁻¹ (m_c - m) / (|m_c - m| · r),   r² the mean of |x - m|² over all features
   * </pre>
   *
   * <p>so that scores are cosines but for the one length r that stands for all images'. Without
   * {@code |m_c - m|} and with a bias this is linear discriminant analysis; with it, a class whose
   * mean lies far out takes no more than its share.
   *
   * @param shrinkage from 0 to 1: the part of the covariance that is replaced by its mean variance
   */
  record Gaussian(double shrinkage) implements VisualHead {
    @Override
    public LinearHead of(ImageStatistics statistics, ChosenClasses chosen) {
      DMatrixRMaj covariance = Matrices.shrunk(statistics.withinCovariance(), shrinkage);
      DMatrixRMaj inverse =
          Matrices.solve(covariance, CommonOps_DDRM.identity(statistics.dimension()));
      double[] centre = statistics.centre();
      // A row for each class, so that many classes pass through the cache one after the other.
      DMatrixRMaj means = chosen.meanRows();
      Matrices.subtractFromRows(means, centre);
      DMatrixRMaj weights = new DMatrixRMaj(means.getNumRows(), means.getNumCols());
      CommonOps_DDRM.mult(means, inverse, weights);
      double[] lengths = new double[means.getNumRows()];
      for (int c = 0; c < lengths.length; c++) {
        lengths[c] = Matrices.dotOfRows(means, weights, c);
      }
      double radius =
          Math.sqrt(
              statistics.isComplete()
                  ? squaredRadius(statistics, inverse, centre)
                  : estimatedRadius(statistics, inverse, chosen, lengths));
      double[] biases = new double[lengths.length];
      for (int c = 0; c < biases.length; c++) {
        double length = Math.sqrt(lengths[c]);
        double scale = length > 0 ? 1 / (length * radius) : 0; // a single class lies in the centre
        for (int i = 0; i < centre.length; i++) {
          weights.set(c, i, scale * weights.get(c, i));
          biases[c] -= centre[i] * weights.get(c, i);
        }
      }
      return new LinearHead(chosen.names(), centre.length, weights.getData(), biases);
    }

    @Override
    public double[] heldOut(ImageStatistics statistics, LinearHead head, ChosenClasses chosen) {
      return heldOutCosines(head, chosen);
    }

    /** {@code r² = tr(C⁻¹ G) / n - 2 mᵀ C⁻¹ x̄ + mᵀ C⁻¹ m}. */
    private static double squaredRadius(
        ImageStatistics statistics, DMatrixRMaj inverse, double[] centre) {
      double count = statistics.count();
      double[] total = new double[centre.length];
      for (ClassSum known : statistics.classes().values()) {
        for (int i = 0; i < total.length; i++) {
          total[i] += known.sum()[i] / count;
        }
      }
      double squared =
          Matrices.traceOfProduct(inverse, statistics.gramMatrix()) / count
              - 2 * Matrices.product(centre, inverse, total)
              + Matrices.product(centre, inverse, centre);
      return squared > 0 ? squared : 1;
    }

    /**
     * {@code r² = tr(C⁻¹ W) / n + Σ_c n_c |m_c - m|² / Σ_c n_c}, where the listed classes stand for
     * all.
     *
     * @param lengths {@code |m_c - m|²} of the listed classes
     */
    private static double estimatedRadius(
        ImageStatistics statistics, DMatrixRMaj inverse, ChosenClasses listed, double[] lengths) {
      double between = 0;
      double images = 0;
      for (int c = 0; c < lengths.length; c++) {
        long count = listed.sums().get(c).count();
        between += count * lengths[c];
        images += count;
      }
      double within = Matrices.traceOfProduct(inverse, statistics.scatterMatrix());
      double squared = within / statistics.count() + between / images;
      return squared > 0 ? squared : 1;
    }
  }

  /**
   * Where scores are cosines, or nearly so: a class's n features, in the head's own space of length
   * r, have a mean of length L and score {@code s = L / r} on the mean. Then {@code x · (n m - x) /
   * (n - 1)} has the mean {@code (n L² - r²) / (n - 1)}, which divided by L r is {@code (n s - 1 /
   * s) / (n - 1)}.
   */
  private static double[] heldOutCosines(LinearHead head, ChosenClasses chosen) {
    return chosen.perClass(
        (c, known) -> {
          double score = head.score(c, known.mean());
          return score > 0 ? (known.count() * score - 1 / score) / (known.count() - 1) : 0;
        });
  }
}
