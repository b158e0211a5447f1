package org.lammstream.evaluation.head;

import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * A classifier whose scores are {@code x · w_c + b_c}. The arrays must not be modified.
 *
 * @param names of the classes, in the order of their scores
 * @param dimension width of a feature (d)
 * @param weights {@code (classes, d)} row-major
 * @param biases {@code (classes)}
 */
public record LinearHead(List<String> names, int dimension, double[] weights, double[] biases) {

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException where they do not fit
   */
  public LinearHead {
    names = List.copyOf(names);
    if (weights.length != (long) names.size() * dimension || biases.length != names.size()) {
      throw new IllegalArgumentException(
          "%d weights and %d biases for %d classes of dimension %d"
              .formatted(weights.length, biases.length, names.size(), dimension));
    }
  }

  /** Of columns {@code (d, classes)}. */
  static LinearHead ofColumns(List<String> names, DMatrixRMaj columns, double[] biases) {
    int dimension = columns.getNumRows();
    double[] weights = new double[columns.getNumElements()];
    for (int c = 0; c < names.size(); c++) {
      for (int i = 0; i < dimension; i++) {
        weights[c * dimension + i] = columns.get(i, c);
      }
    }
    return new LinearHead(names, dimension, weights, biases);
  }

  /**
   * Scores of one feature.
   *
   * @param features {@code (n, d)} row-major
   * @param example which of them
   * @return {@code (classes)}
   */
  public double[] scores(double[] features, int example) {
    double[] scores = biases.clone();
    int start = example * dimension;
    for (int c = 0; c < scores.length; c++) {
      int row = c * dimension;
      for (int i = 0; i < dimension; i++) {
        scores[c] += features[start + i] * weights[row + i];
      }
    }
    return scores;
  }

  /** Score of one feature, {@code (d)}, for one class. */
  double score(int index, double[] feature) {
    double score = biases[index];
    for (int i = 0; i < dimension; i++) {
      score += feature[i] * weights[index * dimension + i];
    }
    return score;
  }
}
