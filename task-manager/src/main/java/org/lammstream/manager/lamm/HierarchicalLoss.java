package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Optional;

/**
 * The hierarchical loss of LAMM (Gao et al., AAAI 2024, arXiv 2312.08212, section 3.3) over a fixed
 * set of classes, for a batch of image features {@code x} with labels {@code y}, trained text
 * features {@code f} and label embeddings {@code E}, their anchors {@code a} and {@code A}, and the
 * scale {@code s}:
 *
 * <pre>
 *   CE(s x fᵀ, y)
 * + Σ_r λ_r ‖E_r − A_r‖²                                    λ_r: parameter, old.parameter
 * + λ_feature · mean_i (1 − cos(f_yi, a_yi))                 zero if the batch holds one class only
 * + λ_logit · KD_T(s x fᵀ, s x aᵀ)
 * + λ_old.feature · Σ_{old c that move} (1 − cos(f_c, a_c))  ours: not only labels of the batch
 * + λ_old.replay · CE(s p fᵀ, classes of p)    ours: p are old image prototypes, or draws
 * </pre>
 *
 * <p>The first four terms are the published ones; without old classes the last two vanish.
 *
 * <p>Every constant is an array of {@code owner}, which must outlive the backward pass. Confined to
 * one thread.
 */
final class HierarchicalLoss {

  /**
   * What the loss compares with.
   *
   * @param textFeatures of the anchors, {@code (classes, d)}
   * @param embeddings of the anchors, {@code (rows, width)}
   * @param rowWeights λ of the parameter-space term per trained row, {@code (rows)}
   * @param classWeights λ of the feature-space term per class, whatever the batch holds, {@code
   *     (classes)}
   */
  record Anchors(
      NDArray textFeatures, NDArray embeddings, float[] rowWeights, float[] classWeights) {}

  /**
   * Features that stand for images which are no longer there: prototypes of old classes, or draws.
   *
   * @param features {@code (n · d)} row-major; n may be 0
   * @param labels into the classes, n of them
   */
  record Replay(float[] features, int[] labels) {
    static final Replay NONE = new Replay(new float[0], new int[0]);
  }

  private final Anchors anchors;
  private final int[] replayLabels;
  private final NDArray replayColumns;
  private final LossWeights weights;
  private final int classes;
  private final NDArray anchorColumns;
  private final NDArray rowWeights;
  private final NDArray scale;
  private final NDArray inverseTemperature;
  private final NDArray one;

  /**
   * Prepares the constants.
   *
   * @param scale of the logits, {@code exp(logit_scale)}
   */
  HierarchicalLoss(
      NDManager owner, Anchors anchors, Replay replay, LossWeights weights, double scale) {
    this.anchors = anchors;
    this.replayLabels = replay.labels();
    long dimension = anchors.textFeatures().getShape().get(1);
    this.replayColumns =
        owner.create(replay.features(), new Shape(replayLabels.length, dimension)).transpose();
    this.weights = weights;
    this.classes = Math.toIntExact(anchors.textFeatures().getShape().get(0));
    this.anchorColumns = anchors.textFeatures().transpose().duplicate();
    this.anchorColumns.attach(owner);
    this.rowWeights = owner.create(anchors.rowWeights(), new Shape(anchors.rowWeights().length, 1));
    this.scale = owner.create((float) scale);
    this.inverseTemperature = owner.create((float) (1 / weights.temperature()));
    this.one = owner.create(1f);
  }

  /**
   * The terms for one batch.
   *
   * @param images features, {@code (batch, d)}
   * @param labels into the classes, {@code batch} of them
   * @param textFeatures trained, {@code (classes, d)}
   * @param embeddings trained label embeddings, {@code (rows, width)}
   */
  LossTerms terms(NDArray images, int[] labels, NDArray textFeatures, NDArray embeddings) {
    return terms(images, labels, textFeatures, embeddings, Replay.NONE);
  }

  /**
   * The terms for one batch.
   *
   * @param drawn replayed in this batch instead of the prototypes; none leaves them
   */
  LossTerms terms(
      NDArray images, int[] labels, NDArray textFeatures, NDArray embeddings, Replay drawn) {
    return terms(images, labels, textFeatures, embeddings, drawn, Optional.empty());
  }

  /**
   * The terms for one batch.
   *
   * @param moved text features of the anchors where these change from step to step, {@code
   *     (classes, d)}; the distillation of the publication sends gradients through them
   */
  LossTerms terms(
      NDArray images,
      int[] labels,
      NDArray textFeatures,
      NDArray embeddings,
      Replay drawn,
      Optional<NDArray> moved) {
    NDArray columns = moved.map(NDArray::transpose).orElse(anchorColumns);
    NDArray held = moved.map(NDArray::stopGradient).orElse(anchors.textFeatures());
    NDArray logits = images.matMul(textFeatures.transpose()).mul(scale);
    return new LossTerms(
        crossEntropy(logits, labels),
        parameter(embeddings),
        feature(textFeatures, labels, held),
        logit(logits, images.matMul(columns).mul(scale)),
        replay(textFeatures, drawn));
  }

  private NDArray replay(NDArray textFeatures, Replay drawn) {
    NDManager scope = textFeatures.getManager();
    boolean fixed = drawn.labels().length == 0;
    int[] labels = fixed ? replayLabels : drawn.labels();
    if (labels.length == 0 || weights.oldReplay() == 0) {
      return scope.create(0f);
    }
    NDArray columns =
        fixed
            ? replayColumns
            : scope
                .create(
                    drawn.features(),
                    new Shape(labels.length, drawn.features().length / labels.length))
                .transpose();
    // The trained factor first: an operation's result goes to the manager of its first operand.
    NDArray logits = textFeatures.matMul(columns).transpose().mul(scale);
    return crossEntropy(logits, labels).mul(scope.create((float) weights.oldReplay()));
  }

  private NDArray crossEntropy(NDArray logits, int[] labels) {
    float[] target = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      target[i * classes + labels[i]] = -1f / labels.length;
    }
    NDArray weights = logits.getManager().create(target, new Shape(labels.length, classes));
    return logits.logSoftmax(1).mul(weights).sum();
  }

  private NDArray parameter(NDArray embeddings) {
    NDArray difference = embeddings.sub(anchors.embeddings());
    return difference.mul(difference).mul(rowWeights).sum();
  }

  private NDArray feature(NDArray textFeatures, int[] labels, NDArray held) {
    float[] perClass = anchors.classWeights().clone();
    // The published code leaves the term out where a batch holds a single class.
    if (Arrays.stream(labels).distinct().count() > 1) {
      for (int label : labels) {
        perClass[label] += (float) (weights.feature() / labels.length);
      }
    }
    NDArray lambda = textFeatures.getManager().create(perClass);
    NDArray cosine = textFeatures.mul(held).sum(new int[] {1});
    return cosine.sub(one).neg().mul(lambda).sum();
  }

  private NDArray logit(NDArray logits, NDArray anchorLogits) {
    NDArray trained = logits.mul(inverseTemperature);
    NDArray anchor = anchorLogits.mul(inverseTemperature);
    NDArray products =
        switch (weights.direction()) {
          case REFERENCE -> trained.softmax(1).mul(anchor.logSoftmax(1));
          case TEACHER -> trained.logSoftmax(1).mul(anchor.softmax(1).stopGradient());
        };
    double squared = weights.temperature() * weights.temperature();
    long batch = logits.getShape().get(0);
    NDArray factor = logits.getManager().create((float) (-weights.logit() * squared / batch));
    return products.sum().mul(factor);
  }
}
