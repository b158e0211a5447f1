package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;

/**
 * Prompts that are put in front of deeper blocks, in the place of what the blocks before made of
 * the shallower ones (MaPLe, Khattak et al., CVPR 2023). Stateless.
 */
public final class DeepPrompts {

  private DeepPrompts() {}

  /**
   * Replaces the positions behind the first.
   *
   * @param hidden in front of block {@code block}, {@code (batch, length, width)}
   * @param deep of the blocks from the second on, {@code (n, width)} each, n below the length
   * @param block from 0
   * @return {@code hidden} itself where the block has no prompts
   */
  public static NDArray behindFirst(NDArray hidden, List<NDArray> deep, int block) {
    if (block == 0 || block > deep.size()) {
      return hidden;
    }
    NDArray prompts = deep.get(block - 1);
    long rest = 1 + prompts.getShape().get(0);
    boolean whole = hidden.getShape().get(1) == rest;
    NDList parts = hidden.split(whole ? new long[] {1} : new long[] {1, rest}, 1);
    NDArray front = parts.get(0).concat(spread(prompts, hidden), 1);
    return whole ? front : front.concat(parts.get(2), 1);
  }

  /** Replaces the last positions, otherwise as {@link #behindFirst}. */
  public static NDArray atEnd(NDArray hidden, List<NDArray> deep, int block) {
    if (block == 0 || block > deep.size()) {
      return hidden;
    }
    NDArray prompts = deep.get(block - 1);
    long kept = hidden.getShape().get(1) - prompts.getShape().get(0);
    return append(hidden.split(new long[] {kept}, 1).get(0), prompts);
  }

  /** Appends prompts {@code (n, width)} to every sequence of {@code (batch, length, width)}. */
  public static NDArray append(NDArray hidden, NDArray prompts) {
    return hidden.concat(spread(prompts, hidden), 1);
  }

  private static NDArray spread(NDArray prompts, NDArray hidden) {
    Shape shape = prompts.getShape();
    return prompts
        .expandDims(0)
        .broadcast(new Shape(hidden.getShape().get(0), shape.get(0), shape.get(1)));
  }
}
