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
    pixels
        .problem(own.labels().size())
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(problem);
            });
    if (seen.dimension() != own.dimension()
        || seen.features().get(last).length != own.features().length) {
      throw new IllegalArgumentException(
          "the features that a version sees are others than those of its test set");
    }
  }
}
