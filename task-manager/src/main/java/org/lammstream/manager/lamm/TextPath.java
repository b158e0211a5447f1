package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;

/**
 * From trained label embeddings to text features. Two ways exist and agree to rounding: the naive
 * path of the publication, and the cached path. Closing frees the constants.
 */
sealed interface TextPath extends AutoCloseable permits CachedTextPath, PromptPath {

  /**
   * Encodes all prompts.
   *
   * @param embeddings {@code (rows, width)}, the label embeddings of all classes one after the
   *     other; gradients flow back to it
   * @return L2-normalised text features {@code (classes, d)}
   */
  NDArray features(NDArray embeddings);

  @Override
  void close();
}
