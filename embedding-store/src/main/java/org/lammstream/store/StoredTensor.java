package org.lammstream.store;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a shape. The array is neither copied nor protected: whoever makes or reads a tensor
 * must not modify it afterwards. Equal when every bit is.
 *
 * @param shape length of each dimension, at least 1 each; at least one dimension
 * @param values finite, row-major, as many as the product of the shape
 */
public record StoredTensor(List<Integer> shape, float[] values) {

  /**
   * Checks shape and numbers.
   *
   * @throws IllegalArgumentException for an impossible shape, another count of numbers than it asks
   *     for, or one that is not finite
   */
  public StoredTensor {
    shape = List.copyOf(shape);
    if (shape.isEmpty() || shape.stream().anyMatch(length -> length < 1)) {
      throw new IllegalArgumentException("impossible shape " + shape);
    }
    if (!isProduct(shape, values.length)) {
      throw new IllegalArgumentException(values.length + " numbers in a tensor of shape " + shape);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException("a tensor with a number that is not finite");
      }
    }
  }

  private static boolean isProduct(List<Integer> shape, int count) {
    long product = 1;
    for (int length : shape) {
      product *= length;
      if (product > count) {
        return false; // It only grows, and must not overflow.
      }
    }
    return product == count;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoredTensor that
        && shape.equals(that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "StoredTensor" + shape;
  }
}
