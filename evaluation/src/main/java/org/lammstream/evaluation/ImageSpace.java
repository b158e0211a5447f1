package org.lammstream.evaluation;

import java.util.Arrays;
import java.util.Optional;
import org.lammstream.evaluation.head.FeatureMap;

/**
 * Where images are scored: their features, followed by a random expansion of them if there is one.
 * Immutable and thread-safe.
 *
 * @param dimension of the features (d)
 * @param expansion of the features, of width m
 */
public record ImageSpace(int dimension, Optional<FeatureMap.Expansion> expansion) {

  /** The features alone. */
  public static ImageSpace plain(int dimension) {
    return new ImageSpace(dimension, Optional.empty());
  }

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException for a dimension below 1
   */
  public ImageSpace {
    if (dimension < 1) {
      throw new IllegalArgumentException("features of dimension " + dimension);
    }
  }

  /** Numbers of an image here: d + m. */
  public int width() {
    return dimension + expansion.map(FeatureMap::dimension).orElse(0);
  }

  /**
   * One image here.
   *
   * @param features {@code (n, d)} row-major
   * @param example which of them
   * @return {@code (d + m)}
   */
  float[] lift(float[] features, int example) {
    float[] lifted = new float[width()];
    System.arraycopy(features, example * dimension, lifted, 0, dimension);
    if (expansion.isPresent()) {
      double[] expanded =
          expansion
              .get()
              .apply(Arrays.copyOfRange(features, example * dimension, (example + 1) * dimension));
      for (int i = 0; i < expanded.length; i++) {
        lifted[dimension + i] = (float) expanded[i];
      }
    }
    return lifted;
  }
}
