package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;

/**
 * Layer normalisation over the last dimension.
 *
 * @param weight {@code (width)}
 * @param bias {@code (width)}
 * @param epsilon added to the variance
 */
public record LayerNorm(NDArray weight, NDArray bias, float epsilon) {

  /** Normalises {@code (..., width)}; the result belongs to the input's manager. */
  public NDArray apply(NDArray input) {
    return input
        .getNDArrayInternal()
        .layerNorm(input, weight.getShape(), weight, bias, epsilon)
        .singletonOrThrow();
  }
}
