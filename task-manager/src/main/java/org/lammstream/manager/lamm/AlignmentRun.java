package org.lammstream.manager.lamm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;

/**
 * The training loop of one alignment. Holds the constants of the task; every step has a manager of
 * its own, so that no array outlives its step. One at a time per JVM (the engine allows one
 * gradient collector); confined to one thread.
 */
final class AlignmentRun implements AutoCloseable {

  private final NDManager owner;
  private final TrainedRows rows;
  private final HierarchicalLoss loss;
  private final int dimension;
  private final Shape shape;
  private final float[] embeddings;
  private final Sgd sgd;
  private final ReplaySource replay;

  /**
   * Prepares a run.
   *
   * @param rows of the plan; owned by the caller
   * @param shots of the task, for the published weight of the parameter-space term
   * @param dimensions of the model
   * @param replay what each step replays where old classes train
   */
  AlignmentRun(
      NDManager parent,
      TrainedRows rows,
      AlignmentPlan plan,
      LearnerConfiguration configuration,
      int shots,
      Dimensions dimensions,
      ReplaySource replay) {
    this.replay = replay;
    this.owner = parent.newSubManager();
    this.rows = rows;
    this.dimension = dimensions.feature();
    this.embeddings = rows.start();
    this.shape = new Shape(embeddings.length / dimensions.width(), dimensions.width());
    LossWeights weights = configuration.loss();
    this.loss =
        new HierarchicalLoss(
            owner,
            new HierarchicalLoss.Anchors(
                owner.create(plan.anchorFeatures(), new Shape(plan.classes(), dimension)),
                owner.create(rows.start(), shape),
                rows.rowWeights(weights.parameter(shots), weights.oldParameter()),
                rows.classWeights(weights.oldFeature())),
            configuration.oldClasses() instanceof OldClasses.Regularized
                ? plan.replay()
                : HierarchicalLoss.Replay.NONE,
            weights,
            dimensions.logitScale());
    Optimisation optimisation = configuration.optimisation();
    this.sgd = new Sgd(embeddings.length, optimisation.momentum(), optimisation.weightDecay());
  }

  /**
   * Sizes and scale of the model behind a run.
   *
   * @param feature dimension of the features (d)
   * @param width of the trained rows
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
        throw new ArithmeticException("the trained vectors are no longer finite");
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
            loss.terms(
                    images,
                    labels,
                    rows.textFeatures(parameters),
                    parameters,
                    replay.next(),
                    rows.movedAnchors(parameters))
                .total();
        collector.backward(total);
        sgd.step(embeddings, parameters.getGradient().toFloatArray(), learningRate);
        return total.toFloatArray()[0];
      }
    }
  }

  /** The trained rows as they stand, {@code (rows · width)}, a copy. */
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
