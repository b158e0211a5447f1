package org.lammstream.manager.lamm;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.lammstream.evaluation.head.Fusion;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Scoring;
import org.lammstream.store.VisualState;

/**
 * Which numbers of a scoring each version chooses from its statistics.
 *
 * @param shrinkage that of the covariance of a head that has one
 * @param weight that of the head's score. A random expansion keeps the one it has, for its
 *     statistics know nothing of the text; so does a head that scores alone
 * @param margin what later classes must win by; with a random expansion the head's scores alone
 *     decide
 */
public record AutoScoring(boolean shrinkage, boolean weight, boolean margin) {
  /** None. */
  static final AutoScoring NONE = new AutoScoring(false, false, false);

  /**
   * A scoring with what {@link Fusion} chooses.
   *
   * @param statistics of the version's images
   * @param classes of the version
   * @param recency how lately each of them came, as {@link VisualState#recency()} has it
   */
  public Scoring choose(
      Scoring given, ImageStatistics statistics, List<ClassEmbedding> classes, double[] recency) {
    Scoring shrunk =
        shrinkage && given.head() == Scoring.Head.GAUSSIAN
            ? with(given, statistics.shrinkage(), given.visualWeight(), given.margin())
            : given;
    boolean textCounts = given.expansion() == 0 && given.textWeight() > 0;
    if (!margin && !(weight && textCounts)) {
      return shrunk;
    }
    Optional<Fusion> fusion =
        Fusion.of(
            statistics,
            VersionWeights.head(shrunk),
            textCounts ? textOf(classes) : name -> new float[0],
            recency);
    double visual =
        weight && textCounts
            ? given.textWeight() * fusion.map(Fusion::weight).orElse(1.0)
            : given.visualWeight();
    double margins =
        margin
            ? fusion.map(choice -> choice.margin(given.textWeight(), visual)).orElse(0.0)
            : given.margin();
    return with(shrunk, shrunk.regularisation(), visual, margins);
  }

  private static Scoring with(
      Scoring given, double regularisation, double visualWeight, double margin) {
    return new Scoring(
        given.head(),
        regularisation,
        given.expansion(),
        given.expansionSeed(),
        given.textWeight(),
        visualWeight,
        margin);
  }

  private static Function<String, float[]> textOf(List<ClassEmbedding> classes) {
    Map<String, float[]> known = new HashMap<>();
    classes.forEach(entry -> known.put(entry.name(), entry.textFeature()));
    return name -> Objects.requireNonNull(known.get(name));
  }
}
