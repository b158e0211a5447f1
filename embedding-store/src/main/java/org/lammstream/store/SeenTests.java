package org.lammstream.store;

import java.util.List;

/**
 * Image features of test examples as one version sees them, whose prompts change the image tower.
 * The features are neither copied nor protected: they must not be modified.
 *
 * @param dimension length of one image feature (d), at least 1
 * @param features of the test sets of the version and of those it goes back to, in task order:
 *     {@code (n, d)} row-major each, L2-normalised; zeros in the place of what has been forgotten
 */
public record SeenTests(int dimension, List<float[]> features) {

  /**
   * Copies the list and checks the shapes.
   *
   * @throws IllegalArgumentException when the features of a test set are not of this dimension
   */
  public SeenTests {
    features = List.copyOf(features);
    if (dimension < 1 || features.stream().anyMatch(set -> set.length % dimension != 0)) {
      throw new IllegalArgumentException("features that have not the dimension " + dimension);
    }
  }

  @Override
  public String toString() {
    return "SeenTests[" + features.size() + " test sets]";
  }
}
