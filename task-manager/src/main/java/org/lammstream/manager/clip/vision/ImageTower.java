package org.lammstream.manager.clip.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.LayerNorm;

/**
 * The weights of the frozen vision transformer.
 *
 * @param patchEmbedding {@code (3·patch², width)}: the stride-{@code patch} convolution as a map of
 *     flattened patches
 * @param classEmbedding {@code (1, 1, width)}
 * @param positions {@code (1 + patches, width)}
 * @param preNorm before the first block
 * @param blocks in order
 * @param postNorm on the class position behind the last block
 * @param projection {@code (width, dimension)}
 * @param imageSize edge of the input in pixels
 * @param patchSize edge of a patch in pixels
 */
public record ImageTower(
    NDArray patchEmbedding,
    NDArray classEmbedding,
    NDArray positions,
    LayerNorm preNorm,
    List<Block> blocks,
    LayerNorm postNorm,
    NDArray projection,
    int imageSize,
    int patchSize) {

  /** Patches along one edge. */
  int grid() {
    return imageSize / patchSize;
  }

  /** Width of the residual stream. */
  long width() {
    return classEmbedding.getShape().get(2);
  }
}
