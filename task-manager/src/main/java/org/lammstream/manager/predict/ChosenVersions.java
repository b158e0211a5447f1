package org.lammstream.manager.predict;

import java.util.List;
import java.util.Optional;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.predict.Predictor.Result;

/**
 * Versions of a learner that somebody asks, by the names that they had at that moment. Immutable
 * and thread-safe.
 */
public final class ChosenVersions {
  private final String learner;
  private final VersionWords names;
  private final List<VersionScorer> scorers;
  private final List<VersionScorer> different;

  ChosenVersions(String learner, VersionWords names, List<VersionScorer> scorers) {
    this.learner = learner;
    this.names = names;
    this.scorers = List.copyOf(scorers);
    this.different = scorers.stream().distinct().toList();
  }

  /**
   * Whether one of them sees images behind prompts of its own: then no feature is right for all,
   * and each image has to be encoded for these versions.
   */
  public boolean seeForThemselves() {
    return scorers.stream().anyMatch(scorer -> scorer.prompts().isPresent());
  }

  /** Of how many views of an image a feature has to be the mean. Those of one learner agree. */
  public int views() {
    List<Integer> views = scorers.stream().map(VersionScorer::views).distinct().toList();
    if (views.size() > 1) {
      throw new IllegalStateException(
          "versions of learner '%s' with different views: %s".formatted(learner, views));
    }
    return views.get(0);
  }

  /**
   * Prompts that they see images behind, empty for the untouched image tower: of a version with
   * several names once.
   */
  List<Optional<ImagePrompts>> prompts() {
    return different.stream().map(VersionScorer::prompts).toList();
  }

  /**
   * What they think of an image.
   *
   * @param features as each different one of them sees it, L2-normalised, {@code (d)}
   * @param top classes of each, at most
   */
  public List<Result> classify(List<float[]> features, int top) {
    return scorers.stream()
        .map(scorer -> result(scorer, features.get(different.indexOf(scorer)), top))
        .toList();
  }

  /** The same of versions that all leave the image tower as it is. */
  List<Result> classify(float[] feature, int top) {
    return scorers.stream().map(scorer -> result(scorer, feature, top)).toList();
  }

  private Result result(VersionScorer scorer, float[] feature, int top) {
    return new Result(scorer.number(), names.aliasesOf(scorer.number()), scorer.top(feature, top));
  }
}
