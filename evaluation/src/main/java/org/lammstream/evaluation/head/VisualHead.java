package org.lammstream.evaluation.head;

import java.util.ArrayList;
import java.util.List;
import org.ejml.UtilEjml;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

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
      normaliseColumns(means);
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
      addToDiagonal(matrix, lambda * trace / statistics.dimension());
      DMatrixRMaj weights = solve(matrix, statistics.sums());
      return LinearHead.ofColumns(names(statistics), weights, new double[weights.getNumCols()]);
    }
  }

  /**
   * Gaussian classes that share one covariance, compared by angle in the space where it is the
   * identity: with {@code C} the shrunk covariance and {@code m} the mean of the class means, class
   * c's score is {@code (x - m)ᵀ C⁻¹ (m_c - m) / |m_c - m|_C}. Without the denominator this is
   * linear discriminant analysis with bias; with it, a class whose mean lies far out takes no more
   * than its share.
   *
   * @param shrinkage from 0 to 1: the part of the covariance that is replaced by its mean variance
   */
  record Gaussian(double shrinkage) implements VisualHead {
    @Override
    public LinearHead of(ImageStatistics statistics) {
      DMatrixRMaj covariance = statistics.withinCovariance();
      int dimension = statistics.dimension();
      double variance = CommonOps_DDRM.trace(covariance) / dimension;
      CommonOps_DDRM.scale(1 - shrinkage, covariance);
      addToDiagonal(covariance, shrinkage * variance + UtilEjml.EPS);
      DMatrixRMaj means = statistics.means();
      int classes = means.getNumCols();
      double[] centre = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        for (int c = 0; c < classes; c++) {
          centre[i] += means.get(i, c) / classes;
        }
        for (int c = 0; c < classes; c++) {
          means.add(i, c, -centre[i]);
        }
      }
      DMatrixRMaj weights = solve(covariance, means);
      double[] biases = new double[classes];
      for (int c = 0; c < classes; c++) {
        double squared = 0;
        for (int i = 0; i < dimension; i++) {
          squared += means.get(i, c) * weights.get(i, c);
        }
        double scale = squared > 0 ? 1 / Math.sqrt(squared) : 0;
        for (int i = 0; i < dimension; i++) {
          weights.set(i, c, scale * weights.get(i, c));
          biases[c] -= centre[i] * weights.get(i, c);
        }
      }
      return LinearHead.ofColumns(names(statistics), weights, biases);
    }
  }

  private static List<String> names(ImageStatistics statistics) {
    return new ArrayList<>(statistics.classes().keySet());
  }

  private static void addToDiagonal(DMatrixRMaj matrix, double value) {
    for (int i = 0; i < matrix.getNumRows(); i++) {
      matrix.add(i, i, value);
    }
  }

  private static void normaliseColumns(DMatrixRMaj matrix) {
    for (int c = 0; c < matrix.getNumCols(); c++) {
      double squares = 0;
      for (int i = 0; i < matrix.getNumRows(); i++) {
        squares += matrix.get(i, c) * matrix.get(i, c);
      }
      double scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
      for (int i = 0; i < matrix.getNumRows(); i++) {
        matrix.set(i, c, scale * matrix.get(i, c));
      }
    }
  }

  /** Solves {@code matrix · X = right}; both may be overwritten. */
  private static DMatrixRMaj solve(DMatrixRMaj matrix, DMatrixRMaj right) {
    LinearSolverDense<DMatrixRMaj> solver =
        LinearSolverFactory_DDRM.symmPosDef(matrix.getNumRows());
    if (!solver.setA(matrix)) {
      throw new ArithmeticException("the statistics' matrix is not positive definite");
    }
    DMatrixRMaj solution = new DMatrixRMaj(right.getNumRows(), right.getNumCols());
    solver.solve(solver.modifiesB() ? right.copy() : right, solution);
    return solution;
  }
}
