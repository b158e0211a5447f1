package org.lammstream.manager.lamm;

import java.util.List;

/** The images of a task as its method wants them. */
public sealed interface PromptImages {

  /**
   * Features of the frozen image tower, for all methods but MaPLe.
   *
   * @param views one or more arrays {@code (n · d)}, L2-normalised; each epoch takes the next one
   */
  record Features(List<float[]> views) implements PromptImages {
    /** Copies the list. */
    public Features {
      views = List.copyOf(views);
    }
  }

  /**
   * Features of the frozen image tower that are made for each epoch when it begins.
   *
   * @param source of the features
   */
  record FreshFeatures(FeatureSource source) implements PromptImages {}

  /**
   * Pixels, for MaPLe, whose prompts are in the image tower.
   *
   * @param source of the pixels
   */
  record Pixels(PixelSource source) implements PromptImages {}
}
