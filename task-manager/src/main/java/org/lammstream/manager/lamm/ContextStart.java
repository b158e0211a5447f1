package org.lammstream.manager.lamm;

import java.util.OptionalInt;

/** Where the context vectors start. */
public sealed interface ContextStart {

  /**
   * At the embeddings of words.
   *
   * @param words in front of the name, such as {@code a photo of a}; at least one token
   * @param trained only the first so many tokens train, the others stay; empty for all
   */
  record Words(String words, OptionalInt trained) implements ContextStart {}

  /**
   * At draws from N(0, 0.02²).
   *
   * @param vectors at least 1
   */
  record Random(int vectors) implements ContextStart {}
}
