package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.evaluation.head.Fusion;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.head.ImageStatistics.Unlisted;
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
   * A state with what {@link Fusion} chooses.
   *
   * @param state of a version
   * @param classes of the version
   */
  public VisualState choose(VisualState state, List<ClassEmbedding> classes) {
    return new VisualState(scoring(state, classes), state.gram(), state.scatter(), state.tasks());
  }

  private Scoring scoring(VisualState state, List<ClassEmbedding> classes) {
    Scoring given = state.scoring();
    if (!shrinkage && !weight && !margin) {
      return given;
    }
    double[] recency = state.recency();
    int[] places = Fusion.participants(recency);
    List<ClassEmbedding> listed = IntStream.of(places).mapToObj(classes::get).toList();
    long others =
        classes.stream().mapToLong(entry -> entry.images().count()).sum()
            - listed.stream().mapToLong(entry -> entry.images().count()).sum();
    ImageStatistics statistics =
        VersionWeights.statistics(
            listed, new Unlisted(classes.size() - listed.size(), others), state);
    Scoring shrunk =
        shrinkage && given.head() == Scoring.Head.GAUSSIAN
            ? with(given, statistics.shrinkage(), given.visualWeight(), given.margin())
            : given;
    boolean textCounts = given.expansion() == 0 && given.textWeight() > 0;
    boolean weighs = weight && textCounts;
    if (!weighs && !margin) {
      return shrunk;
    }
    Optional<Fusion> fusion =
        Fusion.of(
            statistics,
            VersionWeights.head(shrunk),
            listed.stream().map(entry -> textCounts ? entry.textFeature() : new float[0]).toList(),
            IntStream.of(places).mapToDouble(place -> recency[place]).toArray());
    double visual =
        weighs ? given.textWeight() * fusion.map(Fusion::weight).orElse(1.0) : given.visualWeight();
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
}
