package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.image.PixelImage;

/**
 * The image tower of a checkpoint, with prompts or without. Holds nothing of the engine between two
 * calls; as thread-safe as the model, which stays its owner's.
 *
 * @param prompts empty for the untouched tower
 */
public record PromptedTower(ClipModel model, Optional<ImagePrompts> prompts) {
  private static final int IMAGES_PER_BATCH = 32;

  /**
   * Features of images.
   *
   * @param pixels {@code (n · 3 · size · size)}, normalised as the checkpoint wants them
   * @return {@code d} numbers each, L2-normalised
   * @throws IllegalArgumentException if the pixels are no whole images
   */
  public List<float[]> features(float[] pixels) {
    int size = model.imageEncoder().imageSize();
    int length = 3 * size * size;
    if (pixels.length % length != 0) {
      throw new IllegalArgumentException(
          "%d numbers are no images of %d pixels squared".formatted(pixels.length, size));
    }
    List<float[]> features = new ArrayList<>();
    for (int from = 0; from < pixels.length; from += IMAGES_PER_BATCH * length) {
      int to = Math.min(pixels.length, from + IMAGES_PER_BATCH * length);
      try (NDManager scope = model.manager().newSubManager()) {
        NDArray batch =
            scope.create(
                Arrays.copyOfRange(pixels, from, to),
                new Shape((to - from) / length, 3, size, size));
        features.addAll(PromptForward.rows(model.imageEncoder().encode(batch, visual(scope))));
      }
    }
    return features;
  }

  /** Features of images, {@code d} numbers each, L2-normalised. */
  public float[][] features(List<PixelImage> images) {
    if (prompts.isEmpty()) {
      return model.encodeImages(images);
    }
    return features(Tensor.joined(images.stream().map(PixelImage::chw).toList()))
        .toArray(float[][]::new);
  }

  private List<NDArray> visual(NDManager scope) {
    return prompts
        .map(
            known -> {
              Map<String, NDArray> arrays =
                  PromptForward.arrays(scope, known.parameters().tensors(), Map.of());
              return VisualPrompts.of(arrays, known.depth());
            })
        .orElse(List.of());
  }
}
