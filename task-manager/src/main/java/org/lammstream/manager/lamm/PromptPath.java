package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** A text path whose prefix may train, and that takes prompts of deeper blocks. */
sealed interface PromptPath extends TextPath permits MovingTextPath, NaiveTextPath {

  /**
   * Encodes all prompts.
   *
   * @param rows {@code (rows, width)}: the trained rows of the sheet; gradients flow back
   * @param deep per block from the second on what stands behind {@code <SOT>}, {@code (n, width)}
   * @return L2-normalised text features {@code (classes, d)}
   */
  NDArray features(NDArray rows, List<NDArray> deep);

  @Override
  default NDArray features(NDArray rows) {
    return features(rows, List.of());
  }
}
