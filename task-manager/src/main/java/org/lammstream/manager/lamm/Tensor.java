package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.List;

/**
 * A trained array in plain Java memory. The values are not copied and must not be modified.
 *
 * @param values in C order, as many as the shape says
 * @param shape sizes of the dimensions
 */
public record Tensor(float[] values, List<Integer> shape) {

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if values and shape do not fit
   */
  public Tensor {
    shape = List.copyOf(shape);
    if (shape.stream().reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(values.length + " values have not the shape " + shape);
    }
  }

  /** A tensor of the given sizes. */
  static Tensor of(float[] values, Integer... shape) {
    return new Tensor(values, List.of(shape));
  }

  /** Arrays one after the other. */
  static float[] joined(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + shape;
  }
}
