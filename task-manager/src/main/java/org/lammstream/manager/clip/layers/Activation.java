package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;

/**
 * The activation between a block's two feed-forward maps.
 *
 * <p>Not an enum: QuickGELU needs a constant that is an array of its own and outlives every
 * backward pass (a {@code Number} argument would live in a temporary buffer that autograd still
 * refers to).
 */
public sealed interface Activation {

  /** Applies the activation elementwise; the result belongs to the input's manager. */
  NDArray apply(NDArray input);

  /**
   * OpenAI's {@code x · sigmoid(1.702 x)}.
   *
   * @param slope the constant 1.702 as an array
   */
  record QuickGelu(NDArray slope) implements Activation {
    /** The slope of OpenAI's approximation. */
    public static final float SLOPE = 1.702f;

    @Override
    public NDArray apply(NDArray input) {
      return input.mul(input.mul(slope).getNDArrayInternal().sigmoid());
    }
  }

  /** The exact GELU. */
  record Gelu() implements Activation {
    @Override
    public NDArray apply(NDArray input) {
      return input.getNDArrayInternal().gelu();
    }
  }
}
