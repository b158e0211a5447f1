package org.lammstream.manager.clip.text;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.Features;
import org.lammstream.manager.clip.layers.LayerNorm;

/**
 * The weights of the frozen text tower. The two embedding tables stay in Java memory: only a few
 * rows are ever needed, and they become trainable label embeddings.
 *
 * @param tokenTable {@code (vocabulary, width)}, row-major; must not be modified
 * @param positionTable {@code (context, width)}, row-major; must not be modified
 * @param blocks in order
 * @param finalNorm behind the last block
 * @param projection {@code (width, dimension)}
 * @param width of the residual stream
 */
public record TextTower(
    float[] tokenTable,
    float[] positionTable,
    List<Block> blocks,
    LayerNorm finalNorm,
    NDArray projection,
    int width) {

  /** Number of positions of a whole prompt (77 in OpenAI's models). */
  public int contextLength() {
    return positionTable.length / width;
  }

  /** Number of tokens. */
  public int vocabularySize() {
    return tokenTable.length / width;
  }

  /** The frozen embeddings of the tokens, {@code (ids.length · width)} row-major, a copy. */
  public float[] embeddings(int... ids) {
    float[] rows = new float[ids.length * width];
    for (int i = 0; i < ids.length; i++) {
      System.arraycopy(tokenTable, ids[i] * width, rows, i * width, width);
    }
    return rows;
  }

  /** The embeddings of {@code count} positions from {@code first}, row-major, a copy. */
  public float[] positions(int first, int count) {
    return Arrays.copyOfRange(positionTable, first * width, (first + count) * width);
  }

  /** Final norm, projection and L2 normalisation of {@code (n, width)} to {@code (n, d)}. */
  NDArray features(NDArray endOfText) {
    return Features.of(finalNorm.apply(endOfText), projection);
  }
}
