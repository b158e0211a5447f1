package org.lammstream.manager.lamm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lammstream.evaluation.head.Fusion;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Scoring;

/** How much a head counts where a learner leaves that to its statistics. */
public final class HeadWeight {

  private HeadWeight() {}

  /**
   * A scoring with the weight that {@link Fusion} chooses. A random expansion keeps the one it has,
   * for its statistics know nothing of the text; so does a head that scores alone.
   *
   * @param statistics of the version's images
   * @param classes of the version
   */
  public static Scoring chosen(
      Scoring scoring, ImageStatistics statistics, List<ClassEmbedding> classes) {
    if (scoring.expansion() > 0 || scoring.textWeight() == 0) {
      return scoring;
    }
    double weight =
        Fusion.weight(statistics, VersionWeights.head(scoring), text(statistics, classes));
    return new Scoring(
        scoring.head(),
        scoring.regularisation(),
        scoring.expansion(),
        scoring.expansionSeed(),
        scoring.textWeight(),
        scoring.textWeight() * weight,
        scoring.margin());
  }

  /** Text features in the order of the statistics' classes. */
  private static float[] text(ImageStatistics statistics, List<ClassEmbedding> classes) {
    Map<String, float[]> known = new HashMap<>();
    classes.forEach(entry -> known.put(entry.name(), entry.textFeature()));
    int dimension = statistics.dimension();
    float[] text = new float[classes.size() * dimension];
    int row = 0;
    for (String name : statistics.classes().keySet()) {
      System.arraycopy(
          Objects.requireNonNull(known.get(name)), 0, text, row * dimension, dimension);
      row++;
    }
    return text;
  }
}
