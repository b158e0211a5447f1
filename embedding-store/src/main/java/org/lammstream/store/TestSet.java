package org.lammstream.store;

import java.util.Arrays;
import java.util.List;

/**
 * Image features of a task's test examples, kept so that every later version can be evaluated on
 * them without images. The features are neither copied nor protected: they must not be modified.
 *
 * @param task name of the task
 * @param classes classes of the task, in its order
 * @param labels class name of each of the n examples
 * @param features L2-normalised image features, {@code n * dimension}, row-major
 * @param dimension length of one image feature (d)
 */
public record TestSet(
    String task, List<String> classes, List<String> labels, float[] features, int dimension) {

  /**
   * Copies the lists and checks the shape.
   *
   * @throws IllegalArgumentException when the number of features is not {@code n * dimension}
   */
  public TestSet {
    classes = List.copyOf(classes);
    labels = List.copyOf(labels);
    if (dimension < 1 || features.length != (long) labels.size() * dimension) {
      throw new IllegalArgumentException(
          "test set \""
              + task
              + "\": "
              + labels.size()
              + " examples of dimension "
              + dimension
              + " cannot have "
              + features.length
              + " numbers");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TestSet that
        && task.equals(that.task)
        && classes.equals(that.classes)
        && labels.equals(that.labels)
        && dimension == that.dimension
        && Arrays.equals(features, that.features);
  }

  @Override
  public int hashCode() {
    return 31 * task.hashCode() + Arrays.hashCode(features);
  }

  @Override
  public String toString() {
    return "TestSet[" + task + ", " + labels.size() + " examples]";
  }
}
