package org.lammstream.manager.clip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Optional;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.Features;
import org.lammstream.manager.clip.layers.FullAttention;
import org.lammstream.manager.clip.layers.Layerwise;

/** Runs the vision transformer. Thread-safe: it holds nothing but frozen weights. */
public final class ImageEncoder {

  private final ImageTower tower;

  /** Encodes with the given frozen weights. */
  public ImageEncoder(ImageTower tower) {
    this.tower = tower;
  }

  /**
   * Encodes images.
   *
   * @param pixels normalised, {@code (n, 3, size, size)}
   * @return L2-normalised image features {@code (n, d)}
   */
  public NDArray encode(NDArray pixels) {
    NDArray hidden = tower.preNorm().apply(embed(pixels));
    int last = tower.blocks().size() - 1;
    for (Block block : tower.blocks().subList(0, last)) {
      hidden = Layerwise.run(hidden, input -> FullAttention.block(block, input, Optional.empty()));
    }
    NDArray first =
        Layerwise.run(hidden, input -> FullAttention.blockAtFirst(tower.blocks().get(last), input));
    return Features.of(tower.postNorm().apply(first), tower.projection());
  }

  private NDArray embed(NDArray pixels) {
    long n = pixels.getShape().get(0);
    int grid = tower.grid();
    int patch = tower.patchSize();
    NDArray patches =
        pixels
            .reshape(n, 3, grid, patch, grid, patch)
            .transpose(0, 2, 4, 1, 3, 5)
            .reshape(n, (long) grid * grid, 3L * patch * patch)
            .matMul(tower.patchEmbedding());
    NDArray classToken = pixels.getManager().zeros(new Shape(n, 1, tower.width()));
    return classToken.add(tower.classEmbedding()).concat(patches, 1).add(tower.positions());
  }
}
