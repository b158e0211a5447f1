package org.lammstream.evaluation.head;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** What heads do with matrices beyond the library. */
final class Matrices {

  private Matrices() {}

  /**
   * A covariance drawn towards its mean variance, in place. One image of each class has no
   * covariance at all; then it is the identity.
   */
  static DMatrixRMaj shrunk(DMatrixRMaj covariance, double shrinkage) {
    double variance = CommonOps_DDRM.trace(covariance) / covariance.getNumRows();
    CommonOps_DDRM.scale(1 - shrinkage, covariance);
    addToDiagonal(covariance, variance > 0 ? shrinkage * variance : 1);
    return covariance;
  }

  static void subtractFromRows(DMatrixRMaj matrix, double[] row) {
    for (int c = 0; c < matrix.getNumRows(); c++) {
      for (int i = 0; i < row.length; i++) {
        matrix.add(c, i, -row[i]);
      }
    }
  }

  static double dotOfRows(DMatrixRMaj first, DMatrixRMaj second, int row) {
    double sum = 0;
    for (int i = 0; i < first.getNumCols(); i++) {
      sum += first.get(row, i) * second.get(row, i);
    }
    return sum;
  }

  static void addToDiagonal(DMatrixRMaj matrix, double value) {
    for (int i = 0; i < matrix.getNumRows(); i++) {
      matrix.add(i, i, value);
    }
  }

  static void normaliseColumns(DMatrixRMaj matrix) {
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
  static DMatrixRMaj solve(DMatrixRMaj matrix, DMatrixRMaj right) {
    LinearSolverDense<DMatrixRMaj> solver =
        LinearSolverFactory_DDRM.symmPosDef(matrix.getNumRows());
    if (!solver.setA(matrix)) {
      throw new ArithmeticException("the statistics' matrix is not positive definite");
    }
    DMatrixRMaj solution = new DMatrixRMaj(right.getNumRows(), right.getNumCols());
    solver.solve(solver.modifiesB() ? right.copy() : right, solution);
    return solution;
  }

  /** {@code tr(A B)} of symmetric matrices. */
  static double traceOfProduct(DMatrixRMaj first, DMatrixRMaj second) {
    double trace = 0;
    for (int i = 0; i < first.getNumElements(); i++) {
      trace += first.data[i] * second.data[i];
    }
    return trace;
  }

  /** {@code leftᵀ · matrix · right}. */
  static double product(double[] left, DMatrixRMaj matrix, double[] right) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      for (int j = 0; j < right.length; j++) {
        sum += left[i] * matrix.get(i, j) * right[j];
      }
    }
    return sum;
  }

  static double squared(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return squares;
  }
}
