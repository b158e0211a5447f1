package org.lammstream.manager.lamm;

import java.util.OptionalDouble;

/**
 * The weights of the hierarchical loss.
 *
 * @param parameter λ of the parameter-space term; if absent 1 / shots, the published choice
 * @param feature λ of the feature-space term over the labels of a batch
 * @param logit λ of the distillation in logits space
 * @param oldParameter λ of the parameter-space term of old classes that train too
 * @param oldFeature λ of the feature-space term of old classes that train too, a sum over them
 * @param oldReplay λ of the cross-entropy on what is replayed of old classes, a mean over it
 * @param direction of the distillation
 * @param temperature T of the distillation
 */
public record LossWeights(
    OptionalDouble parameter,
    double feature,
    double logit,
    double oldParameter,
    double oldFeature,
    double oldReplay,
    Distillation direction,
    double temperature) {

  /** The weight of the parameter-space term for a number of shots. */
  double parameter(int shots) {
    return parameter.orElse(1.0 / shots);
  }

  /** Which of the two softmaxes is the target. */
  public enum Distillation {
    /** The trained softmax is the target of a cross-entropy on the anchor logits (as published). */
    REFERENCE,
    /** The anchor softmax is the target, the usual direction. */
    TEACHER
  }
}
