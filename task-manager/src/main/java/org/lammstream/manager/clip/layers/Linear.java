package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;

/**
 * An affine map {@code y = x Wᵀ + b}.
 *
 * @param weight {@code (out, in)}
 * @param bias {@code (out)}
 */
public record Linear(NDArray weight, NDArray bias) {

  /** Maps {@code (..., in)} to {@code (..., out)}; the result belongs to the input's manager. */
  public NDArray apply(NDArray input) {
    return input.getNDArrayInternal().linear(input, weight, bias).singletonOrThrow();
  }
}
