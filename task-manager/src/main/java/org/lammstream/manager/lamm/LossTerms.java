package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;

/**
 * The weighted terms of the hierarchical loss for one batch, scalars; they belong to the step's
 * manager.
 *
 * @param crossEntropy of the logits
 * @param parameter in parameter space
 * @param feature in feature space
 * @param logit in logits space
 * @param replay cross-entropy of the logits of old classes' image prototypes
 */
record LossTerms(
    NDArray crossEntropy, NDArray parameter, NDArray feature, NDArray logit, NDArray replay) {

  NDArray total() {
    return crossEntropy.add(parameter).add(feature).add(logit).add(replay);
  }
}
