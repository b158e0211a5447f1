package org.lammstream.evaluation.head;

import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Chooses how much a head counts beside the text, from the statistics alone: no test image takes
 * part.
 *
 * <p>With scores {@code u_c · x + b_c}, {@code u = text + γ · head}, an image of class c's Gaussian
 * ranks c before k with probability {@code Φ(μ / σ)}, where μ is the difference of the two mean
 * scores and σ² is {@code (u_c - u_k)ᵀ C (u_c - u_k)}. The head was computed from the very images
 * whose mean it would be measured on, so that c's own mean score is taken as it is with each image
 * left out in turn ({@link VisualHead#heldOut}). The γ is chosen with the largest mean over the
 * classes of {@code Π_k Φ}, their accuracy if the comparisons were independent.
 */
public final class Fusion {
  private static final double[] WEIGHTS = {0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10};
  private static final int MOST_CLASSES = 400;
  private static final double SHRINKAGE = 0.1;

  private final int classes;
  private final DMatrixRMaj textMeans;
  private final DMatrixRMaj headMeans;
  private final DMatrixRMaj textText;
  private final DMatrixRMaj textHead;
  private final DMatrixRMaj headHead;

  private Fusion(ImageStatistics statistics, VisualHead head, DMatrixRMaj text, int[] chosen) {
    this.classes = chosen.length;
    LinearHead linear = head.of(statistics);
    DMatrixRMaj weights = rows(linear, chosen);
    DMatrixRMaj means = columns(statistics.means(), chosen);
    DMatrixRMaj covariance = Matrices.shrunk(statistics.withinCovariance(), SHRINKAGE);
    this.textMeans = new DMatrixRMaj(classes, classes);
    CommonOps_DDRM.mult(text, means, textMeans);
    this.headMeans = new DMatrixRMaj(classes, classes);
    CommonOps_DDRM.mult(weights, means, headMeans);
    double[] heldOut = head.heldOut(statistics, linear);
    for (int k = 0; k < classes; k++) {
      for (int c = 0; c < classes; c++) {
        headMeans.add(k, c, linear.biases()[chosen[k]]);
      }
      headMeans.set(k, k, heldOut[chosen[k]]);
    }
    this.textText = quadratic(text, covariance, text);
    this.textHead = quadratic(text, covariance, weights);
    this.headHead = quadratic(weights, covariance, weights);
  }

  /**
   * The weight of a head's score beside the text's, which counts 1.
   *
   * @param text text features of the statistics' classes in their order, {@code (classes, d)}
   *     row-major
   * @return 0 where the head adds nothing; 1 where fewer than two classes have two images
   */
  public static double weight(ImageStatistics statistics, VisualHead head, float[] text) {
    int[] chosen = spread(measurable(statistics));
    if (chosen.length < 2) {
      return 1;
    }
    int d = statistics.dimension();
    DMatrixRMaj rows = new DMatrixRMaj(chosen.length, d);
    for (int k = 0; k < chosen.length; k++) {
      for (int i = 0; i < d; i++) {
        rows.set(k, i, text[chosen[k] * d + i]);
      }
    }
    Fusion fusion = new Fusion(statistics, head, rows, chosen);
    double best = 0;
    double most = -1;
    for (double weight : WEIGHTS) {
      double accuracy = fusion.expectedAccuracy(weight);
      if (accuracy > most) {
        most = accuracy;
        best = weight;
      }
    }
    return best;
  }

  /** Of many classes some stand for all, evenly spread. */
  private static int[] spread(int[] all) {
    int shown = Math.min(all.length, MOST_CLASSES);
    return IntStream.range(0, shown).map(i -> all[(int) ((long) i * all.length / shown)]).toArray();
  }

  /** Of a class with one image nothing is left when it is taken out. */
  private static int[] measurable(ImageStatistics statistics) {
    List<ClassSum> known = List.copyOf(statistics.classes().values());
    return IntStream.range(0, known.size()).filter(c -> known.get(c).count() > 1).toArray();
  }

  private double expectedAccuracy(double weight) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double own = mean(c, c, weight);
      double logarithm = 0;
      for (int k = 0; k < classes; k++) {
        if (k != c) {
          double variance =
              product(c, c, weight) + product(k, k, weight) - 2 * product(c, k, weight);
          double ratio = (own - mean(k, c, weight)) / Math.sqrt(Math.max(variance, 1e-18));
          logarithm += Math.log(Math.max(Normal.cumulative(ratio), 1e-12));
        }
      }
      sum += Math.exp(logarithm);
    }
    return sum / classes;
  }

  private double mean(int scored, int of, double weight) {
    return textMeans.get(scored, of) + weight * headMeans.get(scored, of);
  }

  private double product(int c, int k, double weight) {
    return textText.get(c, k)
        + weight * (textHead.get(c, k) + textHead.get(k, c))
        + weight * weight * headHead.get(c, k);
  }

  private static DMatrixRMaj quadratic(DMatrixRMaj left, DMatrixRMaj middle, DMatrixRMaj right) {
    DMatrixRMaj half = new DMatrixRMaj(left.getNumRows(), middle.getNumCols());
    CommonOps_DDRM.mult(left, middle, half);
    DMatrixRMaj product = new DMatrixRMaj(left.getNumRows(), right.getNumRows());
    CommonOps_DDRM.multTransB(half, right, product);
    return product;
  }

  private static DMatrixRMaj rows(LinearHead head, int[] chosen) {
    DMatrixRMaj rows = new DMatrixRMaj(chosen.length, head.dimension());
    for (int k = 0; k < chosen.length; k++) {
      System.arraycopy(
          head.weights(),
          chosen[k] * head.dimension(),
          rows.data,
          k * head.dimension(),
          head.dimension());
    }
    return rows;
  }

  private static DMatrixRMaj columns(DMatrixRMaj matrix, int[] chosen) {
    DMatrixRMaj columns = new DMatrixRMaj(matrix.getNumRows(), chosen.length);
    for (int i = 0; i < matrix.getNumRows(); i++) {
      for (int k = 0; k < chosen.length; k++) {
        columns.set(i, k, matrix.get(i, chosen[k]));
      }
    }
    return columns;
  }
}
