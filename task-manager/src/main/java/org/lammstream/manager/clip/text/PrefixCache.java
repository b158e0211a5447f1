package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.CausalMask;
import org.lammstream.manager.clip.layers.FullAttention;

/**
 * Keys and values of a prefix that all prompts share, one pair per block.
 *
 * <p>The mask is causal, so what stands behind the prefix cannot change them: running the prefix
 * once is exact, not an approximation.
 *
 * @param length of the prefix in positions
 * @param keys per block, {@code (heads, length, headWidth)}
 * @param values per block, {@code (heads, length, headWidth)}
 */
record PrefixCache(int length, List<NDArray> keys, List<NDArray> values) {

  /** Runs the prefix, {@code (length, width)} without positions, through the tower. */
  static PrefixCache run(NDManager owner, TextTower tower, float[] embeddings) {
    int length = embeddings.length / tower.width();
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    try (NDManager scope = owner.newSubManager()) {
      NDArray hidden =
          scope
              .create(embeddings, new Shape(1, length, tower.width()))
              .add(scope.create(tower.positions(0, length), new Shape(length, tower.width())));
      NDArray mask = CausalMask.square(scope, length);
      for (Block block : tower.blocks()) {
        NDArray normed = block.attentionNorm().apply(hidden);
        NDList parts =
            block
                .queryKeyValue()
                .apply(normed)
                .split(new long[] {tower.width(), 2L * tower.width()}, 2);
        keys.add(heads(parts.get(1), block, owner));
        values.add(heads(parts.get(2), block, owner));
        hidden = FullAttention.block(block, hidden, Optional.of(mask));
      }
    }
    return new PrefixCache(length, List.copyOf(keys), List.copyOf(values));
  }

  private static NDArray heads(NDArray part, Block block, NDManager owner) {
    NDArray heads =
        part.reshape(-1, block.heads(), block.headWidth()).transpose(1, 0, 2).duplicate();
    heads.attach(owner);
    return heads;
  }
}
