package org.lammstream.manager.lamm;

import org.lammstream.store.ClassEmbedding;

/**
 * What one class contributes to its prompt.
 *
 * @param name of the class
 * @param vectors number of trainable vectors
 * @param initial the pre-trained embeddings they start from, {@code (vectors · width)} row-major
 * @param tail frozen name tokens behind the vectors
 */
record ClassPrompt(String name, int vectors, float[] initial, int[] tail) {

  /** That of a known class, as it stands. */
  static ClassPrompt of(ClassEmbedding known) {
    return new ClassPrompt(
        known.name(), known.vectors(), known.labelEmbedding(), known.tailTokenIds());
  }
}
