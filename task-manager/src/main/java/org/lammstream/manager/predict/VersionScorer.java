package org.lammstream.manager.predict;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Version;

/**
 * Scores image features with the class weights of one version, and soft-max over the checkpoint's
 * logits. Immutable and thread-safe; keeps the weights, not the label embeddings.
 */
public final class VersionScorer {
  private final int number;
  private final List<String> names;
  private final Classification classification;
  private final float logitScale;
  private final int views;
  private final Optional<ImagePrompts> prompts;

  private VersionScorer(
      int number,
      List<String> names,
      Classification classification,
      float logitScale,
      int views,
      Optional<ImagePrompts> prompts) {
    this.number = number;
    this.names = names;
    this.classification = classification;
    this.logitScale = logitScale;
    this.views = views;
    this.prompts = prompts;
  }

  /**
   * Made of a whole version.
   *
   * @param model tells the scale between cosine and logit
   * @throws ForeignCheckpointException if the version was made with another checkpoint
   * @throws org.lammstream.manager.lamm.InvalidConfigurationException if it was made with views
   *     that this program does not know
   */
  public static VersionScorer of(Version version, ClipModel model) {
    if (!version.provenance().checkpointSha256().equals(model.sha256())) {
      throw new ForeignCheckpointException(
          "version %d of learner '%s' was made with checkpoint %s (sha256 %.12s), not with %s (%.12s)"
              .formatted(
                  version.number(),
                  version.learner(),
                  version.provenance().checkpointName(),
                  version.provenance().checkpointSha256(),
                  model.name(),
                  model.sha256()));
    }
    int dimension = model.dimension();
    return new VersionScorer(
        version.number(),
        version.classes().stream().map(ClassEmbedding::name).toList(),
        new Classification(VersionWeights.of(version, dimension)),
        model.logitScale(),
        LearnerConfiguration.recordedViews(version.provenance().configuration()),
        version.prompts().flatMap(ImagePrompts::of));
  }

  /** Number of the version. */
  public int number() {
    return number;
  }

  /** How many views of an image the feature that it scores is the mean of. */
  public int views() {
    return views;
  }

  /** Prompts of the image tower that its features are made with; empty for the untouched one. */
  public Optional<ImagePrompts> prompts() {
    return prompts;
  }

  /** How many classes it has. */
  public int classes() {
    return names.size();
  }

  /** Numbers that it holds in memory. */
  long size() {
    return classification.size() + prompts.map(ImagePrompts::numbers).orElse(0L);
  }

  /**
   * The most probable classes of an image, best first.
   *
   * @param feature of the image, the mean of {@link #views} views, L2-normalised, {@code (d)}
   * @param top how many, at most
   */
  public List<ClassScore> top(float[] feature, int top) {
    float[] scores = classification.scores(feature, 0);
    double[] probabilities = softmax(scores, logitScale);
    List<ClassScore> best = new ArrayList<>();
    for (int index : classification.top(feature, 0, top)) {
      best.add(new ClassScore(names.get(index), probabilities[index], scores[index]));
    }
    return best;
  }

  private static double[] softmax(float[] scores, float scale) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float score : scores) {
      largest = Math.max(largest, (double) scale * score);
    }
    double sum = 0;
    double[] probabilities = new double[scores.length];
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] = Math.exp((double) scale * scores[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < scores.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
