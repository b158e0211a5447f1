package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;

/** The step from a tower's output to a comparable feature. Stateless. */
public final class Features {

  private Features() {}

  /** Projects {@code (n, width)} with {@code (width, d)} and L2-normalises: {@code (n, d)}. */
  public static NDArray of(NDArray hidden, NDArray projection) {
    return normalise(hidden.matMul(projection));
  }

  /** Divides every row of {@code (n, d)} by its L2 norm. */
  public static NDArray normalise(NDArray rows) {
    return rows.div(rows.norm(new int[] {1}, true));
  }
}
