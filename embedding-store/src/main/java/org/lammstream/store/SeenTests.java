package org.lammstream.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Image features of test examples as one version sees them, whose prompts change the image tower.
 * The features are neither copied nor protected: they must not be modified.
 *
 * @param dimension length of one image feature (d), at least 1
 * @param features of the test sets of the version and of those it goes back to, in task order, one
 *     for each: {@code (n, d)} row-major, L2-normalised; zeros in the place of what has been
 *     forgotten
 */
public record SeenTests(int dimension, List<float[]> features) {

  /**
   * Copies the list and checks the shapes.
   *
   * @throws IllegalArgumentException for no test set at all, and when the features of one are not
   *     of this dimension
   */
  public SeenTests {
    features = List.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("no version sees less than its own test set");
    }
    if (dimension < 1 || features.stream().anyMatch(set -> set.length % dimension != 0)) {
      throw new IllegalArgumentException("features that have not the dimension " + dimension);
    }
  }

  /**
   * What is wrong with it, to be put behind the version's name.
   *
   * @param examples how many each test set has, of the version and of those it goes back to, in
   *     task order
   */
  Optional<String> problem(List<Integer> examples) {
    if (features.size() != examples.size()) {
      return Optional.of(
          "sees " + features.size() + " test sets, but has " + examples.size() + " so far");
    }
    for (int i = 0; i < features.size(); i++) {
      int seen = features.get(i).length / dimension;
      if (seen != examples.get(i)) {
        return Optional.of(
            "sees test set %d with another number of examples: %d instead of %d"
                .formatted(i + 1, seen, examples.get(i)));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeenTests that
        && dimension == that.dimension
        && Arrays.deepEquals(features.toArray(), that.features.toArray());
  }

  @Override
  public int hashCode() {
    return 31 * dimension + Arrays.deepHashCode(features.toArray());
  }

  @Override
  public String toString() {
    return "SeenTests[" + features.size() + " test sets]";
  }
}
