package org.lammstream.manager.clip.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * CLIP's symmetric contrastive loss (Radford et al. 2021): the mean of two cross-entropies, each
 * picture among all captions and each caption among all pictures.
 */
final class ContrastiveLoss {

  private final NDArray pairs;

  /**
   * A loss for batches of one size.
   *
   * @param owner of the constants; must outlive every backward pass
   */
  ContrastiveLoss(NDManager owner, int batch) {
    float[] diagonal = new float[batch * batch];
    for (int i = 0; i < batch; i++) {
      diagonal[i * batch + i] = -0.5f / batch;
    }
    pairs = owner.create(diagonal, new Shape(batch, batch));
  }

  /**
   * The loss of matching rows.
   *
   * @param images features {@code (n, d)}
   * @param texts features {@code (n, d)}
   * @param logScale the logarithm of the factor on the cosines, a scalar
   */
  NDArray of(NDArray images, NDArray texts, NDArray logScale) {
    NDArray logits = images.matMul(texts.transpose()).mul(logScale.exp());
    return logits.logSoftmax(1).add(logits.logSoftmax(0)).mul(pairs).sum();
  }
}
