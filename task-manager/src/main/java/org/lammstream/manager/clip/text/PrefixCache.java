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
import org.lammstream.manager.clip.layers.DeepPrompts;
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

  /** Runs the frozen prefix, {@code (length · width)} without positions, for {@code owner}. */
  static PrefixCache frozen(NDManager owner, TextTower tower, float[] embeddings) {
    try (NDManager scope = owner.newSubManager()) {
      Shape shape = new Shape(embeddings.length / tower.width(), tower.width());
      PrefixCache cache = run(tower, scope.create(embeddings, shape), List.of());
      return new PrefixCache(cache.length, kept(cache.keys, owner), kept(cache.values, owner));
    }
  }

  /**
   * Runs a prefix through the tower; gradients flow back to it, and everything belongs to its
   * manager.
   *
   * @param embeddings {@code (length, width)}, positions not yet added
   * @param deep what stands from the second block on at the positions behind the first, {@code (n,
   *     width)} per block
   */
  static PrefixCache run(TextTower tower, NDArray embeddings, List<NDArray> deep) {
    NDManager scope = embeddings.getManager();
    int length = Math.toIntExact(embeddings.getShape().get(0));
    Shape shape = new Shape(length, tower.width());
    NDArray hidden = embeddings.add(scope.create(tower.positions(0, length), shape)).expandDims(0);
    NDArray mask = CausalMask.square(scope, length);
    List<NDArray> keys = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    for (int i = 0; i < tower.blocks().size(); i++) {
      Block block = tower.blocks().get(i);
      if (i > 0) {
        // Behind the last block nobody looks at the prefix.
        hidden = FullAttention.block(tower.blocks().get(i - 1), hidden, Optional.of(mask));
        hidden = DeepPrompts.behindFirst(hidden, deep, i);
      }
      NDList parts =
          block
              .queryKeyValue()
              .apply(block.attentionNorm().apply(hidden))
              .split(new long[] {tower.width(), 2L * tower.width()}, 2);
      keys.add(heads(parts.get(1), block));
      values.add(heads(parts.get(2), block));
    }
    return new PrefixCache(length, List.copyOf(keys), List.copyOf(values));
  }

  private static NDArray heads(NDArray part, Block block) {
    return part.reshape(-1, block.heads(), block.headWidth()).transpose(1, 0, 2);
  }

  private static List<NDArray> kept(List<NDArray> arrays, NDManager owner) {
    return arrays.stream()
        .map(
            array -> {
              NDArray copy = array.duplicate();
              copy.attach(owner);
              return copy;
            })
        .toList();
  }
}
