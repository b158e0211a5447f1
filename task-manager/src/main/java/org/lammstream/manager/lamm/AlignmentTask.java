package org.lammstream.manager.lamm;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.lammstream.store.ClassEmbedding;

/**
 * One class increment, ready to learn. The arrays are not copied and must not be modified.
 *
 * @param known classes of the learner's current version, in order of appearance
 * @param newClasses names to append, distinct, none of them known; at least one
 * @param features image features of the training examples, {@code (n · d)} row-major, L2-normalised
 * @param labels per example the index into {@code newClasses}; at least one example
 * @param configuration of the learner
 * @param seed of everything random in this alignment
 */
public record AlignmentTask(
    List<ClassEmbedding> known,
    List<String> newClasses,
    float[] features,
    int[] labels,
    LearnerConfiguration configuration,
    long seed) {

  /**
   * Checks what the types cannot say.
   *
   * @throws IllegalArgumentException for an empty task, a name that is not new, labels out of
   *     range, or features that do not belong to the labels
   */
  public AlignmentTask {
    known = List.copyOf(known);
    newClasses = List.copyOf(newClasses);
    if (newClasses.isEmpty() || labels.length == 0) {
      throw new IllegalArgumentException("a task needs new classes and examples");
    }
    if (features.length % labels.length != 0) {
      throw new IllegalArgumentException(
          features.length + " numbers are no features of " + labels.length + " examples");
    }
    Set<String> names = new HashSet<>();
    known.forEach(entry -> names.add(entry.name()));
    for (String name : newClasses) {
      if (!names.add(name)) {
        throw new IllegalArgumentException("class '" + name + "' is not new");
      }
    }
    for (int label : labels) {
      if (label < 0 || label >= newClasses.size()) {
        throw new IllegalArgumentException("label " + label + " is not among the new classes");
      }
    }
  }

  /** The largest number of examples of a class, the shots of the published weights. */
  int shots() {
    int[] counts = new int[newClasses.size()];
    int most = 0;
    for (int label : labels) {
      most = Math.max(most, ++counts[label]);
    }
    return most;
  }
}
