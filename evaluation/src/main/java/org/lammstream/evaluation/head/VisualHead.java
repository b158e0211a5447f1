package org.lammstream.evaluation.head;

import java.util.ArrayList;
import java.util.List;
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
  LinearHead of(ImageStatistics statistics);

  /** Nearest class mean: the direction of each class's mean feature, no bias. */
  record Prototype() implements VisualHead {
    @Override
    public LinearHead of(ImageStatistics statistics) {
      DMatrixRMaj means = statistics.means();
      Matrices.normaliseColumns(means);
      return LinearHead.ofColumns(names(statistics), means, new double[means.getNumCols()]);
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
    public LinearHead of(ImageStatistics statistics) {
      DMatrixRMaj matrix = statistics.gramMatrix();
      double trace = CommonOps_DDRM.trace(matrix);
      Matrices.addToDiagonal(matrix, lambda * trace / statistics.dimension());
      DMatrixRMaj weights = Matrices.solve(matrix, statistics.sums());
      return LinearHead.ofColumns(names(statistics), weights, new double[weights.getNumCols()]);
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
    public LinearHead of(ImageStatistics statistics) {
      DMatrixRMaj covariance = Matrices.shrunk(statistics.withinCovariance(), shrinkage);
      DMatrixRMaj inverse =
          Matrices.solve(covariance, CommonOps_DDRM.identity(statistics.dimension()));
      DMatrixRMaj means = statistics.means();
      double[] centre = Matrices.rowMeans(means);
      double radius = radius(statistics, inverse, centre);
      Matrices.subtract(means, centre);
      DMatrixRMaj weights = new DMatrixRMaj(means.getNumRows(), means.getNumCols());
      CommonOps_DDRM.mult(inverse, means, weights);
      double[] biases = new double[means.getNumCols()];
      for (int c = 0; c < biases.length; c++) {
        double length = Math.sqrt(Matrices.dot(means, weights, c));
        double scale = length > 0 ? 1 / (length * radius) : 0; // a single class lies in the centre
        for (int i = 0; i < centre.length; i++) {
          weights.set(i, c, scale * weights.get(i, c));
          biases[c] -= centre[i] * weights.get(i, c);
        }
      }
      return LinearHead.ofColumns(names(statistics), weights, biases);
    }

    /** {@code r² = tr(C⁻¹ G) / n - 2 mᵀ C⁻¹ x̄ + mᵀ C⁻¹ m}. */
    private static double radius(ImageStatistics statistics, DMatrixRMaj inverse, double[] centre) {
      DMatrixRMaj gram = statistics.gramMatrix();
      double count = statistics.count();
      double trace = 0;
      for (int i = 0; i < gram.getNumElements(); i++) {
        trace += inverse.data[i] * gram.data[i]; // both are symmetric
      }
      double[] total = new double[centre.length];
      for (ClassSum known : statistics.classes().values()) {
        for (int i = 0; i < total.length; i++) {
          total[i] += known.sum()[i] / count;
        }
      }
      double squared = trace / count;
      for (int i = 0; i < centre.length; i++) {
        for (int j = 0; j < centre.length; j++) {
          squared += centre[i] * inverse.get(i, j) * (centre[j] - 2 * total[j]);
        }
      }
      return squared > 0 ? Math.sqrt(squared) : 1;
    }
  }

  private static List<String> names(ImageStatistics statistics) {
    return new ArrayList<>(statistics.classes().keySet());
  }
}
