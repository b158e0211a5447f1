package org.lammstream.evaluation;

import java.util.List;

/**
 * What evaluation needs to know of one task: its classes, their zero-shot text features, and its
 * test examples.
 *
 * <p>Arrays are not copied and must not be modified.
 *
 * @param task name
 * @param classes the classes this task is about, in order: those it adds, and those of earlier
 *     tasks to which it adds examples
 * @param zeroShotFeatures {@code (classes, dimension)} text features of the plain prompts
 * @param labels {@code (n)} class of each test example
 * @param features {@code (n, dimension)} image features of the test examples, row-major
 * @param dimension width of a feature
 */
@SuppressWarnings("ArrayRecordComponent")
public record TaskTest(
    String task,
    List<String> classes,
    float[] zeroShotFeatures,
    List<String> labels,
    float[] features,
    int dimension) {

  /**
   * Checks shapes.
   *
   * @throws IllegalArgumentException when they do not fit together or a label is no class of the
   *     task
   */
  public TaskTest {
    classes = List.copyOf(classes);
    labels = List.copyOf(labels);
    if (classes.isEmpty()) {
      throw new IllegalArgumentException("task '%s' has no classes".formatted(task));
    }
    if (zeroShotFeatures.length != classes.size() * dimension
        || features.length != labels.size() * dimension) {
      throw new IllegalArgumentException(
          "task '%s': %d and %d numbers for %d classes and %d examples of dimension %d"
              .formatted(
                  task,
                  zeroShotFeatures.length,
                  features.length,
                  classes.size(),
                  labels.size(),
                  dimension));
    }
    for (String label : labels) {
      if (!classes.contains(label)) {
        throw new IllegalArgumentException(
            "task '%s' has a test example of '%s', which is none of its classes"
                .formatted(task, label));
      }
    }
  }
}
