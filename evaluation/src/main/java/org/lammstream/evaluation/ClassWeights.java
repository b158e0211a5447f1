package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * How the classes that a version knows are scored: an image's score is its product with the class's
 * weights, plus the class's bias. A version that scores by text alone has its text features as
 * weights, and no biases.
 *
 * <p>The arrays are not copied and must not be modified.
 *
 * @param names class names in order of appearance
 * @param values {@code (names, space.width())}, row-major
 * @param biases {@code (names)}
 * @param space of the images
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassWeights(List<String> names, float[] values, float[] biases, ImageSpace space) {

  /** Text features alone: no biases, images as they are. */
  public ClassWeights(List<String> names, float[] values, int dimension) {
    this(names, values, new float[names.size()], ImageSpace.plain(dimension));
  }

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException when it does not fit
   */
  public ClassWeights {
    names = List.copyOf(names);
    if (values.length != (long) names.size() * space.width() || biases.length != names.size()) {
      throw new IllegalArgumentException(
          "%d weights and %d biases for %d classes of width %d"
              .formatted(values.length, biases.length, names.size(), space.width()));
    }
  }

  /** Width of an image feature. */
  public int dimension() {
    return space.dimension();
  }

  /** Some of the classes, by index, in this order. */
  public ClassWeights select(int[] indexes) {
    int width = space.width();
    List<String> chosen = new ArrayList<>();
    float[] rows = new float[indexes.length * width];
    float[] offsets = new float[indexes.length];
    for (int i = 0; i < indexes.length; i++) {
      chosen.add(names.get(indexes[i]));
      System.arraycopy(values, indexes[i] * width, rows, i * width, width);
      offsets[i] = biases[indexes[i]];
    }
    return new ClassWeights(chosen, rows, offsets, space);
  }
}
