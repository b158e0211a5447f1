package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;

/**
 * The weights of one pre-norm residual attention block as CLIP has it.
 *
 * @param attentionNorm before attention
 * @param queryKeyValue the three projections stacked, {@code (3·width, width)}; queries are already
 *     scaled by {@code headWidth^-½} (exact where the head width is a power of four, as CLIP's 64)
 * @param output the projection behind attention
 * @param feedForwardNorm before the feed-forward maps
 * @param expand {@code (intermediate, width)}
 * @param activation between the two maps
 * @param contract {@code (width, intermediate)}
 * @param heads number of attention heads
 */
public record Block(
    LayerNorm attentionNorm,
    Linear queryKeyValue,
    Linear output,
    LayerNorm feedForwardNorm,
    Linear expand,
    Activation activation,
    Linear contract,
    int heads) {

  /** The feed-forward half with its residual, position by position: {@code (..., width)}. */
  public NDArray feedForward(NDArray hidden) {
    NDArray expanded = activation.apply(expand.apply(feedForwardNorm.apply(hidden)));
    return hidden.add(contract.apply(expanded));
  }

  /** Width of one head. */
  public long headWidth() {
    return output.weight().getShape().get(0) / heads;
  }
}
