package org.lammstream.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * Test images of a version's task as an image tower takes them, before they are scaled and
 * normalised, kept so that a later version whose prompts change the image tower can be tested on
 * them. The pixels are neither copied nor protected: they must not be modified.
 *
 * @param size side of an image, at least 1
 * @param values {@code (n, size, size, 3)}, red, green and blue, row-major
 */
public record TestPixels(int size, byte[] values) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException for a size below 1, or pixels that are no whole images
   */
  public TestPixels {
    if (size < 1 || values.length % (3L * size * size) != 0) {
      throw new IllegalArgumentException(
          values.length + " bytes are no images of " + size + " pixels square");
    }
  }

  /** How many images there are. */
  public int count() {
    return (int) (values.length / (3L * size * size));
  }

  /** What is wrong if there are so many examples; to be put behind "has". */
  Optional<String> problem(int examples) {
    return count() == examples
        ? Optional.empty()
        : Optional.of("pixels of " + count() + " images for " + examples + " test examples");
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestPixels that
        && size == that.size
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * size + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "TestPixels[" + count() + " of " + size + "]";
  }
}
