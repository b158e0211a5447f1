package org.lammstream.manager.clip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.clip.layers.Block;
import org.lammstream.manager.clip.layers.DeepPrompts;
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
    return encode(pixels, List.of());
  }

  /**
   * Encodes images with prompts: further positions behind the patches.
   *
   * @param pixels normalised, {@code (n, 3, size, size)}
   * @param prompts per block, from the first on, what stands behind the patches in front of it,
   *     {@code (m, width)} each; blocks behind the last of them take what the one before left.
   *     Gradients flow back to them
   * @return L2-normalised image features {@code (n, d)}
   */
  public NDArray encode(NDArray pixels, List<NDArray> prompts) {
    NDArray embedded = embed(pixels);
    boolean prompted = !prompts.isEmpty();
    List<NDArray> deep = prompted ? prompts.subList(1, prompts.size()) : List.of();
    NDArray hidden =
        tower.preNorm().apply(prompted ? DeepPrompts.append(embedded, prompts.get(0)) : embedded);
    int last = tower.blocks().size() - 1;
    for (int i = 0; i < last; i++) {
      int index = i;
      Block block = tower.blocks().get(i);
      hidden =
          Layerwise.run(
              hidden,
              input ->
                  FullAttention.block(
                      block, DeepPrompts.atEnd(input, deep, index), Optional.empty()));
    }
    NDArray first =
        Layerwise.run(
            hidden,
            input ->
                FullAttention.blockAtFirst(
                    tower.blocks().get(last), DeepPrompts.atEnd(input, deep, last)));
    return Features.of(tower.postNorm().apply(first), tower.projection());
  }

  /** Width of the tower, that is of its prompts. */
  public int width() {
    return Math.toIntExact(tower.width());
  }

  /** Number of blocks. */
  public int blocks() {
    return tower.blocks().size();
  }

  /** Edge of an image in pixels. */
  public int imageSize() {
    return tower.imageSize();
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
