package org.lammstream.manager.lamm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.Optional;

/**
 * The training loop of one alignment. Holds the constants of the task; every step has a manager of
 * its own, so that no array outlives its step. One at a time per JVM (the engine allows one
 * gradient collector); confined to one thread.
 */
final class AlignmentRun implements AutoCloseable {

  private final NDManager owner;
  private final TextPath path;
  private final HierarchicalLoss loss;
  private final Optional<NDArray> constants;
  private final int dimension;
  private final Shape shape;
  private final float[] embeddings;
  private final Sgd sgd;
  private final ReplaySource replay;

  /**
   * Prepares a run.
   *
   * @param path over the plan's trained prompts; owned by the caller
   * @param shots of the task, for the published weight of the parameter-space term
   * @param dimensions of the model
   * @param replay what each step replays where old classes train
   */
  AlignmentRun(
      NDManager parent,
      TextPath path,
      AlignmentPlan plan,
      LearnerConfiguration configuration,
      int shots,
      Dimensions dimensions,
      ReplaySource replay) {
    this.replay = replay;
    this.owner = parent.newSubManager();
    this.path = path;
    this.dimension = dimensions.feature();
    this.embeddings = plan.initialEmbeddings();
    int rows = embeddings.length / dimensions.width();
    this.shape = new Shape(rows, dimensions.width());
    LossWeights weights = configuration.loss();
    this.loss =
        new HierarchicalLoss(
            owner,
            new HierarchicalLoss.Anchors(
                owner.create(plan.anchorFeatures(), new Shape(plan.classes(), dimension)),
                owner.create(plan.initialEmbeddings(), shape),
                plan.rowWeights(weights.parameter(shots), weights.oldParameter()),
                plan.classWeights(weights.oldFeature())),
            configuration.oldClasses() instanceof OldClasses.Regularized
                ? plan.replay()
                : HierarchicalLoss.Replay.NONE,
            weights,
            dimensions.logitScale());
    this.constants =
        plan.constantOld().isEmpty()
            ? Optional.empty()
            : Optional.of(
                owner.create(
                    plan.constantFeatures(), new Shape(plan.constantOld().size(), dimension)));
    Optimisation optimisation = configuration.optimisation();
    this.sgd = new Sgd(embeddings.length, optimisation.momentum(), optimisation.weightDecay());
  }

  /**
   * Sizes and scale of the model behind a run.
   *
   * @param feature dimension of the features (d)
   * @param width of the label embeddings
   * @param logitScale between cosine and logit
   */
  record Dimensions(int feature, int width, double logitScale) {}

  /**
   * Trains.
   *
   * @param features of the images, {@code (n · d)}
   * @param labels into the plan's classes
   * @return mean loss per epoch
   * @throws InterruptedException between two steps, if the thread is interrupted
   */
  List<Double> train(
      float[] features,
      int[] labels,
      BatchOrder order,
      CosineSchedule schedule,
      AlignmentListener listener)
      throws InterruptedException {
    List<Double> losses =
        TrainingLoop.run(
            order,
            schedule,
            listener,
            (batch, epoch, rate) ->
                step(
                    TrainingLoop.rows(features, dimension, batch),
                    TrainingLoop.pick(labels, batch),
                    rate));
    for (float value : embeddings) {
      // The loss was computed before the last update.
      if (!Float.isFinite(value)) {
        throw new ArithmeticException("the label embeddings are no longer finite");
      }
    }
    return losses;
  }

  /** One step on one batch; returns the loss before the update. */
  double step(float[] features, int[] labels, double learningRate) {
    try (NDManager scope = owner.newSubManager()) {
      NDArray images = scope.create(features, new Shape(labels.length, dimension));
      NDArray parameters = scope.create(embeddings, shape);
      parameters.setRequiresGradient(true);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray total =
            loss.terms(images, labels, allFeatures(parameters), parameters, replay.next()).total();
        collector.backward(total);
        sgd.step(embeddings, parameters.getGradient().toFloatArray(), learningRate);
        return total.toFloatArray()[0];
      }
    }
  }

  private NDArray allFeatures(NDArray parameters) {
    NDArray trained = path.features(parameters);
    return constants.map(constant -> trained.concat(constant, 0)).orElse(trained);
  }

  /** The current label embeddings, {@code (rows · width)}, a copy. */
  float[] embeddings() {
    return embeddings.clone();
  }

  /** Momentum of the optimiser, a copy. */
  float[] velocity() {
    return sgd.velocity();
  }

  @Override
  public void close() {
    owner.close();
  }
}
