package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.CausalMask;
import org.lammstream.manager.clip.layers.DeepPrompts;
import org.lammstream.manager.clip.layers.FullAttention;
import org.lammstream.manager.clip.layers.Layerwise;
import org.lammstream.manager.clip.layers.Rows;

/**
 * The text tower as published: every position of every prompt through every block. It is the oracle
 * for {@link PrefixTextEncoder} and the baseline of the benchmark.
 *
 * <p>Confined to one thread at a time.
 */
public final class NaiveTextEncoder {

  private final TextTower tower;

  /** Encodes with the given frozen weights. */
  public NaiveTextEncoder(TextTower tower) {
    this.tower = tower;
  }

  /**
   * Encodes prompts given as embeddings, position embeddings not yet added.
   *
   * @param prompts {@code (n, length, width)}; gradients flow back to it
   * @param endOfText the index of every prompt's {@code <EOT>}
   * @return L2-normalised text features {@code (n, d)}
   */
  public NDArray encode(NDArray prompts, int[] endOfText) {
    return encode(prompts, endOfText, List.of());
  }

  /**
   * Encodes prompts as {@link #encode(NDArray, int[])} does, with prompts of deeper blocks.
   *
   * @param deep what stands from the second block on, block by block, at the positions behind
   *     {@code <SOT>}, {@code (n, width)} each; gradients flow back
   */
  public NDArray encode(NDArray prompts, int[] endOfText, List<NDArray> deep) {
    int length = Math.toIntExact(prompts.getShape().get(1));
    // Constants live in the prompts' scope: autograd refers to their memory until backward is done.
    NDManager scope = prompts.getManager();
    NDArray positions = scope.create(tower.positions(0, length), new Shape(length, tower.width()));
    NDArray mask = CausalMask.square(scope, length);
    NDArray hidden = prompts.add(positions);
    for (int i = 0; i < tower.blocks().size(); i++) {
      int index = i;
      Block block = tower.blocks().get(i);
      hidden =
          Layerwise.run(
              hidden,
              input ->
                  FullAttention.block(
                      block, DeepPrompts.behindFirst(input, deep, index), Optional.of(mask)));
    }
    NDArray flat = hidden.reshape(-1, tower.width());
    return tower.features(Rows.select(flat, Rows.indices(scope, rowsOf(endOfText, length))));
  }

  /** Encodes token rows of equal length, {@code (n, length)}, as {@link #encode} does. */
  public NDArray encodeTokens(NDManager manager, int[][] rows, int[] endOfText) {
    int length = rows[0].length;
    float[] embeddings = new float[rows.length * length * tower.width()];
    for (int i = 0; i < rows.length; i++) {
      float[] row = tower.embeddings(rows[i]);
      System.arraycopy(row, 0, embeddings, i * row.length, row.length);
    }
    return encode(
        manager.create(embeddings, new Shape(rows.length, length, tower.width())), endOfText);
  }

  private static int[] rowsOf(int[] endOfText, int length) {
    int[] rows = new int[endOfText.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i * length + endOfText[i];
    }
    return rows;
  }
}
