package org.lammstream.evaluation.head;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * Image features as their statistics remember them: one Gaussian for each class, around its mean,
 * with the covariance that all classes share, {@linkplain ImageStatistics#shrinkage() shrunk}.
 * Draws stand for images that nobody keeps. Immutable and thread-safe.
 */
public final class GaussianClasses {
  private final int dimension;
  private final Map<String, ClassSum> classes;
  private final DMatrixRMaj factor;

  /**
   * Some classes.
   *
   * @param statistics whose covariance it is, of these classes and of others
   * @param classes to draw from, by name; the map is copied
   * @throws ArithmeticException if the covariance has no Cholesky factor
   */
  public GaussianClasses(ImageStatistics statistics, Map<String, ClassSum> classes) {
    this.dimension = statistics.dimension();
    this.classes = Map.copyOf(classes);
    DMatrixRMaj covariance = Matrices.shrunk(statistics.withinCovariance(), statistics.shrinkage());
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(covariance.getNumRows(), true);
    if (!cholesky.decompose(covariance)) {
      throw new ArithmeticException("the covariance is not positive definite");
    }
    this.factor = cholesky.getT(null);
  }

  /**
   * Draws features of length 1.
   *
   * @param names class of each draw
   * @return {@code (names, d)} row-major
   */
  public float[] draw(List<String> names, SplittableRandom random) {
    int d = dimension;
    float[] drawn = new float[names.size() * d];
    for (int n = 0; n < names.size(); n++) {
      double[] feature = Objects.requireNonNull(classes.get(names.get(n)), names.get(n)).mean();
      double[] noise = new double[d];
      for (int i = 0; i < d; i++) {
        noise[i] = random.nextGaussian();
      }
      double squares = 0;
      for (int i = 0; i < d; i++) {
        for (int j = 0; j <= i; j++) {
          feature[i] += factor.get(i, j) * noise[j];
        }
        squares += feature[i] * feature[i];
      }
      for (int i = 0; i < d; i++) {
        drawn[n * d + i] = (float) (feature[i] / Math.sqrt(squares));
      }
    }
    return drawn;
  }
}
