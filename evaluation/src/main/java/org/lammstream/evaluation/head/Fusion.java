package org.lammstream.evaluation.head;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Chooses how much a head counts beside the text, and what later classes must win by, from the
 * statistics alone: no test image takes part.
 *
 * <p>With scores {@code u_c · x + b_c}, {@code u = text + γ · head}, an image of class c's Gaussian
 * ranks c before k with probability {@code Φ(μ / σ)}, where μ is the difference of the two mean
 * scores and σ² is {@code (u_c - u_k)ᵀ C (u_c - u_k)}. The head was computed from the very images
 * whose mean it would be measured on, so that c's own mean score is taken as it is with each image
 * left out in turn ({@link VisualHead#heldOut}). A class's expected accuracy is {@code Π_k Φ},
 * which it would be if the comparisons were independent.
 *
 * <p>Of many classes {@value #MOST_CLASSES} take part: the newest ones, and others evenly spread.
 * Immutable and thread-safe.
 */
public final class Fusion {
  /** What the newest classes keep of their expected accuracy when a margin is taken from them. */
  private static final double KEPT = 0.8;

  private static final double[] WEIGHTS = {0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10};
  private static final int MOST_CLASSES = 100;
  private static final int MOST_NEWEST = 50;
  private static final double ROUNDING = 1e-9;
  private static final double WIDEST_MARGIN = 1;
  private static final int HALVINGS = 20;

  private final double[] recency;
  private final int[] measured;
  private final DMatrixRMaj textMeans;
  private final DMatrixRMaj headMeans;
  private final DMatrixRMaj textText;
  private final DMatrixRMaj textHead;
  private final DMatrixRMaj headHead;

  private Fusion(
      ImageStatistics statistics,
      VisualHead head,
      ChosenClasses chosen,
      DMatrixRMaj text,
      double[] recency) {
    this.recency = recency;
    this.measured =
        IntStream.range(0, chosen.size()).filter(c -> chosen.sums().get(c).count() > 1).toArray();
    LinearHead linear = head.of(statistics, chosen);
    DMatrixRMaj weights = DMatrixRMaj.wrap(chosen.size(), linear.dimension(), linear.weights());
    DMatrixRMaj means = chosen.means();
    DMatrixRMaj covariance = Matrices.shrunk(statistics.withinCovariance(), statistics.shrinkage());
    this.textMeans = new DMatrixRMaj(chosen.size(), chosen.size());
    CommonOps_DDRM.mult(text, means, textMeans);
    this.headMeans = new DMatrixRMaj(chosen.size(), chosen.size());
    CommonOps_DDRM.mult(weights, means, headMeans);
    double[] heldOut = head.heldOut(statistics, linear, chosen);
    for (int k = 0; k < chosen.size(); k++) {
      for (int c = 0; c < chosen.size(); c++) {
        headMeans.add(k, c, linear.biases()[k]);
      }
      headMeans.set(k, k, heldOut[k]);
    }
    this.textText = quadratic(text, covariance, text);
    this.textHead = quadratic(text, covariance, weights);
    this.headHead = quadratic(weights, covariance, weights);
  }

  /**
   * Prepares a choice.
   *
   * @param statistics that list the classes that take part. One that has a single image is a rival
   *     only: of it nothing is left when the scored image is taken out
   * @param text text feature of each listed class, {@code (d)}; no numbers where the text has no
   *     part
   * @param recency how lately each listed class came, from 0 to 1: what it bears of a margin; those
   *     of 1 are the newest
   * @return empty where fewer than two classes have two images, so that nothing can be chosen
   */
  public static Optional<Fusion> of(
      ImageStatistics statistics, VisualHead head, List<float[]> text, double[] recency) {
    ChosenClasses listed = ChosenClasses.listed(statistics);
    if (listed.sums().stream().filter(known -> known.count() > 1).count() < 2) {
      return Optional.empty();
    }
    DMatrixRMaj rows = new DMatrixRMaj(listed.size(), statistics.dimension());
    for (int k = 0; k < listed.size(); k++) {
      float[] feature = text.get(k);
      for (int i = 0; i < feature.length; i++) {
        rows.set(k, i, feature[i]);
      }
    }
    return Optional.of(new Fusion(statistics, head, listed, rows, recency));
  }

  /**
   * The classes that take part.
   *
   * @param recency of each class
   * @return places, ascending; all of them if they are few
   */
  public static int[] participants(double[] recency) {
    int[] fresh = places(recency, 1, 1);
    int[] old = places(recency, 0, Math.nextDown(1.0));
    int[] shown = spread(fresh, old.length == 0 ? MOST_CLASSES : MOST_NEWEST);
    return IntStream.concat(
            IntStream.of(spread(old, MOST_CLASSES - shown.length)), IntStream.of(shown))
        .sorted()
        .toArray();
  }

  private static int[] places(double[] recency, double least, double most) {
    return IntStream.range(0, recency.length)
        .filter(place -> recency[place] >= least && recency[place] <= most)
        .toArray();
  }

  private static int[] spread(int[] all, int most) {
    int shown = Math.min(all.length, most);
    return IntStream.range(0, shown).map(i -> all[(int) ((long) i * all.length / shown)]).toArray();
  }

  /**
   * The weight of the head's score beside the text's, which counts 1: the one with the largest mean
   * expected accuracy.
   *
   * @return 0 where the head adds nothing
   */
  public double weight() {
    double best = 0;
    double most = -1;
    for (double weight : WEIGHTS) {
      double accuracy =
          IntStream.of(measured)
              .mapToDouble(c -> expectedAccuracy(c, new Scores(1, weight, 0)))
              .sum();
      if (accuracy > most + ROUNDING) {
        most = accuracy;
        best = weight;
      }
    }
    return best;
  }

  /**
   * The largest margin, in parts of the head's weight and of a class's recency, that leaves the
   * newest classes {@value #KEPT} of their mean expected accuracy.
   *
   * @param textWeight of the text's score
   * @param visualWeight of the head's score
   * @return 0 where the head does not count, or there are no old classes
   */
  public double margin(double textWeight, double visualWeight) {
    long fresh = IntStream.of(measured).filter(c -> recency[c] == 1).count();
    if (visualWeight == 0 || fresh == 0 || DoubleStream.of(recency).allMatch(r -> r == 1)) {
      return 0;
    }
    double enough = KEPT * newAccuracy(new Scores(textWeight, visualWeight, 0));
    double least = 0;
    double most = WIDEST_MARGIN;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (least + most) / 2;
      if (newAccuracy(new Scores(textWeight, visualWeight, visualWeight * middle)) >= enough) {
        least = middle;
      } else {
        most = middle;
      }
    }
    return least;
  }

  private double newAccuracy(Scores scores) {
    return IntStream.of(measured)
        .filter(c -> recency[c] == 1)
        .mapToDouble(c -> expectedAccuracy(c, scores))
        .sum();
  }

  /** How scores are made of their parts. */
  private record Scores(double text, double head, double margin) {}

  private double expectedAccuracy(int c, Scores scores) {
    double own = mean(c, c, scores);
    double logarithm = 0;
    for (int k = 0; k < recency.length; k++) {
      if (k != c) {
        double variance = product(c, c, scores) + product(k, k, scores) - 2 * product(c, k, scores);
        double ratio = (own - mean(k, c, scores)) / Math.sqrt(Math.max(variance, 1e-18));
        logarithm += Math.log(Math.max(Normal.cumulative(ratio), 1e-12));
      }
    }
    return Math.exp(logarithm);
  }

  private double mean(int scored, int of, Scores scores) {
    return scores.text() * textMeans.get(scored, of)
        + scores.head() * headMeans.get(scored, of)
        - scores.margin() * recency[scored];
  }

  private double product(int c, int k, Scores scores) {
    return scores.text() * scores.text() * textText.get(c, k)
        + scores.text() * scores.head() * (textHead.get(c, k) + textHead.get(k, c))
        + scores.head() * scores.head() * headHead.get(c, k);
  }

  private static DMatrixRMaj quadratic(DMatrixRMaj left, DMatrixRMaj middle, DMatrixRMaj right) {
    DMatrixRMaj half = new DMatrixRMaj(left.getNumRows(), middle.getNumCols());
    CommonOps_DDRM.mult(left, middle, half);
    DMatrixRMaj product = new DMatrixRMaj(left.getNumRows(), right.getNumRows());
    CommonOps_DDRM.multTransB(half, right, product);
    return product;
  }
}
