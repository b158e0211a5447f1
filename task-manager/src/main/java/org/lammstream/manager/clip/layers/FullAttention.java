package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;

/** Attention of every position to every position it may see, as published. Stateless. */
public final class FullAttention {

  private FullAttention() {}

  /**
   * One whole block.
   *
   * @param hidden {@code (batch, length, width)}
   * @param mask added to the scores, {@code (length, length)}: 0 or −∞
   * @return {@code (batch, length, width)}
   */
  public static NDArray block(Block block, NDArray hidden, Optional<NDArray> mask) {
    Shape shape = hidden.getShape();
    NDList parts = queryKeyValue(block, hidden);
    NDArray scores =
        heads(parts.get(0), block).matMul(heads(parts.get(1), block).transpose(0, 1, 3, 2));
    NDArray masked = mask.map(scores::add).orElse(scores);
    NDArray mixed =
        masked.softmax(-1).matMul(heads(parts.get(2), block)).transpose(0, 2, 1, 3).reshape(shape);
    return block.feedForward(hidden.add(block.output().apply(mixed)));
  }

  /**
   * One whole block whose output is wanted at the first position only; exact, as nothing but keys
   * and values of the other positions reaches it.
   *
   * @param hidden {@code (batch, length, width)}
   * @return {@code (batch, width)}
   */
  public static NDArray blockAtFirst(Block block, NDArray hidden) {
    Shape shape = hidden.getShape();
    NDList parts = queryKeyValue(block, hidden);
    NDArray query = first(parts.get(0)).reshape(shape.get(0), 1, shape.get(2));
    NDArray weights =
        heads(query, block).matMul(heads(parts.get(1), block).transpose(0, 1, 3, 2)).softmax(-1);
    NDArray mixed =
        weights
            .matMul(heads(parts.get(2), block))
            .transpose(0, 2, 1, 3)
            .reshape(shape.get(0), shape.get(2));
    return block.feedForward(first(hidden).add(block.output().apply(mixed)));
  }

  private static NDArray first(NDArray sequence) {
    return sequence.split(new long[] {1}, 1).get(0).squeeze(1);
  }

  private static NDList queryKeyValue(Block block, NDArray hidden) {
    long width = hidden.getShape().get(2);
    return block
        .queryKeyValue()
        .apply(block.attentionNorm().apply(hidden))
        .split(new long[] {width, 2 * width}, 2);
  }

  private static NDArray heads(NDArray part, Block block) {
    Shape shape = part.getShape();
    return part.reshape(shape.get(0), shape.get(1), block.heads(), block.headWidth())
        .transpose(0, 2, 1, 3);
  }
}
