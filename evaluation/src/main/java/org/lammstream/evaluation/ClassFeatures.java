package org.lammstream.evaluation;

import java.util.List;

/**
 * The text features of the classes a version knows.
 *
 * <p>The array is not copied and must not be modified.
 *
 * @param names class names in order of appearance
 * @param values {@code (names, dimension)} text features, row-major
 * @param dimension width of a feature
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassFeatures(List<String> names, float[] values, int dimension) {

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException when it does not fit
   */
  public ClassFeatures {
    names = List.copyOf(names);
    if (dimension < 1 || values.length != names.size() * dimension) {
      throw new IllegalArgumentException(
          "%d numbers for %d classes of dimension %d"
              .formatted(values.length, names.size(), dimension));
    }
  }
}
