package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.SparseFormat;

/** Picks rows of a matrix so that gradients flow back to them. Stateless. */
public final class Rows {

  private Rows() {}

  /** Row numbers as the int64 array that {@link #select} wants; belongs to {@code owner}. */
  public static NDArray indices(NDManager owner, int[] rows) {
    long[] wide = new long[rows.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = rows[i];
    }
    return owner.create(wide);
  }

  /** Rows of {@code (m, width)} by an int64 array of indices {@code (n)}: {@code (n, width)}. */
  public static NDArray select(NDArray matrix, NDArray indices) {
    // The embedding look-up has a deterministic gradient on the CPU, unlike scattered indexing.
    NDArray rows =
        matrix
            .getNDArrayInternal()
            .embedding(indices, matrix, SparseFormat.DENSE)
            .singletonOrThrow();
    // The look-up hands its result to the manager of the indices, which may live much longer.
    rows.attach(matrix.getManager());
    return rows;
  }
}
