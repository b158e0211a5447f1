package org.lammstream.manager.lamm;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.lammstream.manager.clip.ClipModel;

/**
 * The steps of one training of prompts. Every step has a manager of its own, so that no array
 * outlives its step. One at a time per JVM (the engine allows one gradient collector); confined to
 * one thread.
 */
final class PromptRun implements AutoCloseable {

  private final NDManager owner;
  private final PromptForward forward;
  private final boolean hierarchical;
  private final boolean anchorsMove;
  private final HierarchicalLoss loss;
  private final Optional<NDArray> known;
  private final Map<String, Tensor> constants = new HashMap<>();
  private final SortedMap<String, Tensor> parameters = new TreeMap<>();
  private final Map<String, Sgd> optimisers = new HashMap<>();

  /**
   * Prepares a run.
   *
   * @param forward of the plan; owned by the caller
   * @param shots of the task, for the published weight of the parameter-space term
   * @param start of all parameters of the plan; the anchors remain the plan's
   */
  PromptRun(
      ClipModel model,
      PromptPlan plan,
      PromptForward forward,
      PromptSettings settings,
      int shots,
      PromptParameters start) {
    this.owner = model.manager().newSubManager();
    this.forward = forward;
    this.hierarchical = plan.method().trainsLabels();
    this.anchorsMove = plan.anchorsMove(settings.anchors());
    if (!plan.method().trainsContext()) {
      constants.put(PromptParameters.CONTEXT, plan.context());
    }
    Optimisation optimisation = settings.optimisation();
    start
        .tensors()
        .forEach(
            (name, tensor) -> {
              parameters.put(name, new Tensor(tensor.values().clone(), tensor.shape()));
              optimisers.put(
                  name,
                  new Sgd(
                      tensor.values().length, optimisation.momentum(), optimisation.weightDecay()));
            });
    this.known = known(plan, model.dimension());
    LossWeights weights = hierarchical ? settings.loss() : crossEntropyAlone(settings.loss());
    NDArray embeddings =
        hierarchical
            ? PromptForward.array(owner, plan.start().tensor(PromptParameters.LABELS))
            : owner.zeros(new Shape(1, model.width()));
    float[] rowWeights = new float[Math.toIntExact(embeddings.getShape().get(0))];
    Arrays.fill(rowWeights, (float) weights.parameter(shots));
    if (hierarchical) {
      Arrays.fill(rowWeights, 0, plan.knownRows(), (float) weights.oldParameter());
    }
    float[] classWeights = new float[plan.prompts().size()];
    Arrays.fill(classWeights, 0, plan.known().size(), (float) weights.oldFeature());
    this.loss =
        new HierarchicalLoss(
            owner,
            new HierarchicalLoss.Anchors(startAnchors(plan), embeddings, rowWeights, classWeights),
            HierarchicalLoss.Replay.NONE,
            weights,
            model.logitScale());
  }

  /** As published, beside what holds known classes. */
  private static LossWeights crossEntropyAlone(LossWeights other) {
    return new LossWeights(
        OptionalDouble.of(0),
        0,
        0,
        0,
        other.oldFeature(),
        0,
        other.direction(),
        other.temperature());
  }

  private Optional<NDArray> known(PromptPlan plan, int dimension) {
    return plan.known().isEmpty()
        ? Optional.empty()
        : Optional.of(
            owner.create(Tensor.joined(plan.known()), new Shape(plan.known().size(), dimension)));
  }

  /** The anchors of the known classes are their text features as they were. */
  private NDArray behindKnown(NDArray fresh) {
    return known.map(old -> old.concat(fresh, 0)).orElse(fresh);
  }

  private NDArray startAnchors(PromptPlan plan) {
    if (!plan.hasNewClasses()) {
      return known.map(NDArray::duplicate).orElseThrow();
    }
    try (NDManager scope = owner.newSubManager()) {
      NDArray context = PromptForward.array(scope, plan.context());
      NDArray anchors =
          behindKnown(forward.untouchedText(Map.of(PromptParameters.CONTEXT, context)));
      anchors.attach(owner);
      return anchors;
    }
  }

  /**
   * One step on one batch; returns the loss before the update.
   *
   * @param images features or pixels, as {@link PromptForward#images} wants them
   */
  double step(float[] images, int[] labels, double learningRate) {
    try (NDManager scope = owner.newSubManager()) {
      Map<String, NDArray> arrays = arrays(scope);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray total = terms(scope, arrays, images, labels).total();
        collector.backward(total);
        optimisers.forEach(
            (name, optimiser) ->
                optimiser.step(
                    values(name),
                    PromptForward.of(arrays, name).getGradient().toFloatArray(),
                    learningRate));
        return total.toFloatArray()[0];
      }
    }
  }

  private float[] values(String name) {
    return Optional.ofNullable(parameters.get(name)).orElseThrow().values();
  }

  /** Arrays of all parameters as they stand, the trained ones with gradients. */
  Map<String, NDArray> arrays(NDManager scope) {
    return PromptForward.arrays(scope, constants, parameters);
  }

  /** The terms of the loss on one batch, for {@link #arrays} of the same scope. */
  LossTerms terms(NDManager scope, Map<String, NDArray> arrays, float[] images, int[] labels) {
    NDArray features = forward.images(scope, arrays, images, labels.length);
    NDArray embeddings =
        hierarchical
            ? PromptForward.of(arrays, PromptParameters.LABELS)
            : scope.zeros(new Shape(1, forward.width()));
    Optional<NDArray> moved =
        anchorsMove ? Optional.of(moved(forward.plainText(arrays))) : Optional.empty();
    return loss.terms(
        features, labels, forward.text(arrays), embeddings, HierarchicalLoss.Replay.NONE, moved);
  }

  /** An operation's result goes to the manager of its first operand: here to the step's. */
  private NDArray moved(NDArray fresh) {
    return known
        .map(old -> old.duplicate())
        .map(
            old -> {
              old.attach(fresh.getManager());
              return old.concat(fresh, 0);
            })
        .orElse(fresh);
  }

  /**
   * The parameters as they stand, a copy.
   *
   * @throws ArithmeticException if one is not finite
   */
  PromptParameters parameters() {
    SortedMap<String, Tensor> copies = new TreeMap<>();
    parameters.forEach(
        (name, tensor) -> {
          for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
              throw new ArithmeticException("the parameter " + name + " is no longer finite");
            }
          }
          copies.put(name, new Tensor(tensor.values().clone(), tensor.shape()));
        });
    return new PromptParameters(copies);
  }

  /** Momentum of the optimiser of one parameter, a copy. */
  float[] velocity(String name) {
    return Optional.ofNullable(optimisers.get(name)).orElseThrow().velocity();
  }

  @Override
  public void close() {
    owner.close();
  }
}
