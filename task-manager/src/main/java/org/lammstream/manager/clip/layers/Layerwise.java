package org.lammstream.manager.clip.layers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.function.UnaryOperator;

/** Frees what a layer leaves behind before the next one runs. Stateless. */
public final class Layerwise {

  private Layerwise() {}

  /**
   * Runs one layer in a scope of its own. Without that, a manager keeps every intermediate of every
   * layer until the whole pass is over. Autograd holds on to what it needs by itself.
   *
   * @param input is closed with the scope, so it must belong to the pass and not be used afterwards
   * @return the layer's result, handed to the manager that the input belonged to
   */
  public static NDArray run(NDArray input, UnaryOperator<NDArray> layer) {
    NDManager outer = input.getManager();
    try (NDManager scope = outer.newSubManager()) {
      input.attach(scope);
      NDArray output = layer.apply(input);
      output.attach(outer);
      return output;
    }
  }
}
