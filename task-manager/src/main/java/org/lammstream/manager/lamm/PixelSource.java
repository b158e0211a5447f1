package org.lammstream.manager.lamm;

/** Preprocessed images, a batch at a time. Asked by the thread that trains. */
@FunctionalInterface
public interface PixelSource {

  /**
   * Pixels of some examples.
   *
   * @param indexes of the examples
   * @param epoch from 0; views may differ from epoch to epoch
   * @return {@code (indexes · 3 · size · size)}, normalised as the checkpoint wants them
   */
  float[] batch(int[] indexes, int epoch);
}
