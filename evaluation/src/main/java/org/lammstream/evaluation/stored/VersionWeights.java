package org.lammstream.evaluation.stored;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.ImageSpace;
import org.lammstream.evaluation.head.ClassSum;
import org.lammstream.evaluation.head.FeatureMap;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.head.ImageStatistics.Unlisted;
import org.lammstream.evaluation.head.LinearHead;
import org.lammstream.evaluation.head.VisualHead;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Scoring;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;

/**
 * The class weights with which a version scores: {@code t f_c + v w_c}, and {@code v (b_c - margin
 * · r_c)} as biases, where its head has weights w and biases b, r is how lately a class came, and t
 * and v are the scoring's weights of text and head, divided by their sum. They are computed, not
 * stored, since every task moves all of them.
 */
public final class VersionWeights {

  private VersionWeights() {}

  /**
   * Of a whole version.
   *
   * @param dimension of the image features
   * @throws IllegalArgumentException if its text features have another one
   */
  public static ClassWeights of(Version version, int dimension) {
    return of(version.classes(), version.visual(), dimension);
  }

  /**
   * Of a version in the making.
   *
   * @param visual its head; empty for text alone
   */
  public static ClassWeights of(
      List<ClassEmbedding> classes, Optional<VisualState> visual, int dimension) {
    ClassWeights text = text(classes, dimension);
    if (visual.isEmpty()) {
      return text;
    }
    ImageSpace space = space(visual.get().scoring(), dimension);
    float[] values = new float[classes.size() * space.width()];
    Scoring scoring = visual.get().scoring();
    double textWeight = scoring.textWeight() / whole(scoring);
    for (int c = 0; c < classes.size(); c++) {
      for (int i = 0; i < dimension; i++) {
        values[c * space.width() + i] = (float) (textWeight * text.text()[c * dimension + i]);
      }
    }
    ClassWeights weights =
        new ClassWeights(text.names(), values, new float[classes.size()], space, text.text());
    addHead(weights, visual.get(), classes);
    return weights;
  }

  /**
   * By text features alone, whether there is a head or not.
   *
   * @param dimension of the image features
   * @throws IllegalArgumentException if the text features have another one
   */
  static ClassWeights text(List<ClassEmbedding> classes, int dimension) {
    float[] features = new float[classes.size() * dimension];
    for (int c = 0; c < classes.size(); c++) {
      float[] text = classes.get(c).textFeature();
      if (text.length != dimension) {
        throw new IllegalArgumentException(
            "a text feature of dimension %d among image features of dimension %d"
                .formatted(text.length, dimension));
      }
      System.arraycopy(text, 0, features, c * dimension, dimension);
    }
    List<String> names = classes.stream().map(ClassEmbedding::name).toList();
    return new ClassWeights(names, features, dimension);
  }

  private static ImageSpace space(Scoring scoring, int dimension) {
    return scoring.expansion() == 0
        ? ImageSpace.plain(dimension)
        : new ImageSpace(
            dimension,
            Optional.of(
                new FeatureMap.Expansion(dimension, scoring.expansion(), scoring.expansionSeed())));
  }

  /** Scores are means, so that the checkpoint's logit scale makes probabilities of them. */
  private static double whole(Scoring scoring) {
    double whole = scoring.textWeight() + scoring.visualWeight();
    return whole > 0 ? whole : 1;
  }

  private static void addHead(
      ClassWeights weights, VisualState visual, List<ClassEmbedding> classes) {
    Scoring scoring = visual.scoring();
    double visualWeight = scoring.visualWeight() / whole(scoring);
    LinearHead head = head(scoring).of(statistics(classes, visual));
    double[] recency = visual.recency();
    if (recency.length != classes.size()) {
      throw new IllegalArgumentException(
          "tasks of %d classes in a version of %d".formatted(recency.length, classes.size()));
    }
    int width = weights.space().width();
    int offset = width - head.dimension(); // behind the features, if they are expanded
    for (int c = 0; c < classes.size(); c++) {
      for (int i = 0; i < head.dimension(); i++) {
        weights.values()[c * width + offset + i] +=
            (float) (visualWeight * head.weights()[c * head.dimension() + i]);
      }
      double margin = scoring.margin() * recency[c];
      weights.biases()[c] = (float) (visualWeight * (head.biases()[c] - margin));
    }
  }

  /** The statistics behind a version's head. */
  public static ImageStatistics statistics(List<ClassEmbedding> classes, VisualState visual) {
    return statistics(classes, Unlisted.NONE, visual);
  }

  /**
   * The statistics behind a version's head, for work on some of its classes.
   *
   * @param classes those that the work is on
   * @param unlisted the version's other classes
   */
  public static ImageStatistics statistics(
      List<ClassEmbedding> classes, Unlisted unlisted, VisualState visual) {
    Map<String, ClassSum> sums = new LinkedHashMap<>();
    classes.forEach(entry -> sums.put(entry.name(), sum(entry)));
    return ImageStatistics.of(visual.dimension(), visual.gram(), visual.scatter(), sums, unlisted);
  }

  /** What a version's statistics know of a class, whose images are known. */
  public static ClassSum sum(ClassEmbedding entry) {
    return new ClassSum(entry.images().sum(), entry.images().count());
  }

  /** What is done to image features before a version's statistics are taken of them. */
  public static FeatureMap map(Scoring scoring, int dimension) {
    return scoring.expansion() == 0
        ? new FeatureMap.Identity(dimension)
        : new FeatureMap.Expansion(dimension, scoring.expansion(), scoring.expansionSeed());
  }

  /** The head that a scoring names. */
  public static VisualHead head(Scoring scoring) {
    return switch (scoring.head()) {
      case PROTOTYPE -> new VisualHead.Prototype();
      case RIDGE -> new VisualHead.Ridge(scoring.regularisation());
      case GAUSSIAN -> new VisualHead.Gaussian(scoring.regularisation());
    };
  }
}
