package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/** Causal masks: 0 where a position may look, −∞ where it may not. */
public final class CausalMask {

  private CausalMask() {}

  /** The mask {@code (length, length)} of a sequence that stands alone. */
  public static NDArray square(NDManager manager, int length) {
    return withPrefix(manager, length, 0);
  }

  /**
   * The mask {@code (length, length + prefix)} of a sequence behind a shared prefix; the prefix
   * positions are the last columns and are open to all.
   */
  public static NDArray withPrefix(NDManager manager, int length, int prefix) {
    int columns = length + prefix;
    float[] mask = new float[length * columns];
    for (int row = 0; row < length; row++) {
      for (int column = row + 1; column < length; column++) {
        mask[row * columns + column] = Float.NEGATIVE_INFINITY;
      }
    }
    return manager.create(mask, new Shape(length, columns));
  }
}
