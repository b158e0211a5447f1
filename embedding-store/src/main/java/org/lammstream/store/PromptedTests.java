package org.lammstream.store;

import java.util.List;

/**
 * What a version keeps of test images beside their features, where its prompts change the image
 * tower.
 *
 * @param pixels of the version's task, for later versions
 * @param seen features of all test sets so far, as the version sees them
 */
public record PromptedTests(TestPixels pixels, SeenTests seen) {

  /** Of a first version without test images. */
  public static PromptedTests none(int dimension) {
    return new PromptedTests(
        new TestPixels(1, new byte[0]), new SeenTests(dimension, List.of(new float[0])));
  }

  /**
   * Checks that both belong to a task.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  void check(TestSet own) {
    int last = seen.features().size() - 1;
    int numbers = own.labels().size() * own.dimension();
    if (pixels.count() != own.labels().size()) {
      throw new IllegalArgumentException(
          "pixels of " + pixels.count() + " images for " + own.labels().size() + " examples");
    }
    if (seen.dimension() != own.dimension()
        || last < 0
        || seen.features().get(last).length != numbers) {
      throw new IllegalArgumentException(
          "the features that a version sees are others than those of its test set");
    }
  }
}
