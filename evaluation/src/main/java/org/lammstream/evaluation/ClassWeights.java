package org.lammstream.evaluation;

import java.util.Arrays;
import java.util.List;

/**
 * How the classes that a version knows are scored: an image's score is its product with the class's
 * weights, plus the class's bias. A version that scores by text alone has its text features as
 * weights, and no biases.
 *
 * <p>The text features are known beside the weights that may have come of them: only they are on
 * one scale with those of classes that nobody has learned.
 *
 * <p>The arrays are not copied and must not be modified.
 *
 * @param names class names in order of appearance
 * @param values {@code (names, space.width())}, row-major
 * @param biases {@code (names)}
 * @param space of the images
 * @param text features {@code (names, space.dimension())}, row-major; the same array as {@code
 *     values} where they alone decide
 */
@SuppressWarnings("ArrayRecordComponent")
public record ClassWeights(
    List<String> names, float[] values, float[] biases, ImageSpace space, float[] text) {

  /** Text features alone: no biases, images as they are. */
  public ClassWeights(List<String> names, float[] text, int dimension) {
    this(names, text, new float[names.size()], ImageSpace.plain(dimension), text);
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
    if (text.length != (long) names.size() * space.dimension()) {
      throw new IllegalArgumentException(
          "%d numbers of text features for %d classes of dimension %d"
              .formatted(text.length, names.size(), space.dimension()));
    }
  }

  /** Whether the text features are all that decides. */
  public boolean isTextAlone() {
    return values == text;
  }

  /** The same classes by their text features alone; this itself if they are all that decides. */
  public ClassWeights textAlone() {
    return isTextAlone() ? this : new ClassWeights(names, text, dimension());
  }

  /** Width of an image feature. */
  public int dimension() {
    return space.dimension();
  }

  /** Some of the classes, by index, in this order. */
  public ClassWeights select(int[] indexes) {
    List<String> chosen = Arrays.stream(indexes).mapToObj(names::get).toList();
    float[] features = rows(text, dimension(), indexes);
    if (isTextAlone()) {
      return new ClassWeights(chosen, features, dimension());
    }
    float[] weights = rows(values, space.width(), indexes);
    return new ClassWeights(chosen, weights, rows(biases, 1, indexes), space, features);
  }

  private static float[] rows(float[] all, int width, int[] indexes) {
    float[] rows = new float[indexes.length * width];
    for (int i = 0; i < indexes.length; i++) {
      System.arraycopy(all, indexes[i] * width, rows, i * width, width);
    }
    return rows;
  }
}
