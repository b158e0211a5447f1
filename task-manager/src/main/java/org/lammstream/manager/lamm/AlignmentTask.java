package org.lammstream.manager.lamm;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.VisualState;

/**
 * New classes, further examples of known ones, or both, ready to learn. The arrays are not copied
 * and must not be modified.
 *
 * @param known classes of the learner's current version, in order of appearance
 * @param classes names, distinct, at least one; those that are not known are appended, the others
 *     are refined
 * @param features image features of the training examples, {@code (n · d)} row-major, L2-normalised
 * @param labels per example the index into {@code classes}; at least one example
 * @param configuration of the learner
 * @param seed of everything random in this alignment
 * @param visual of the learner's current version; empty where it has none, or there is no version
 * @param prompts that the learner's current version has trained beside label embeddings; empty
 *     where it has none, or there is no version
 */
public record AlignmentTask(
    List<ClassEmbedding> known,
    List<String> classes,
    float[] features,
    int[] labels,
    LearnerConfiguration configuration,
    long seed,
    Optional<VisualState> visual,
    Optional<SharedPrompts> prompts) {

  /** A task of a learner whose context does not train. */
  public AlignmentTask(
      List<ClassEmbedding> known,
      List<String> classes,
      float[] features,
      int[] labels,
      LearnerConfiguration configuration,
      long seed,
      Optional<VisualState> visual) {
    this(known, classes, features, labels, configuration, seed, visual, Optional.empty());
  }

  /** A task of a learner that scores by text alone, or has no version. */
  public AlignmentTask(
      List<ClassEmbedding> known,
      List<String> classes,
      float[] features,
      int[] labels,
      LearnerConfiguration configuration,
      long seed) {
    this(known, classes, features, labels, configuration, seed, Optional.empty());
  }

  /**
   * Checks what the types cannot say.
   *
   * @throws IllegalArgumentException for an empty task, a name that occurs twice, a known class
   *     where old ones are frozen, a trained context where none may train, labels out of range, or
   *     features that do not belong to the labels
   */
  public AlignmentTask {
    known = List.copyOf(known);
    classes = List.copyOf(classes);
    if (classes.isEmpty() || labels.length == 0) {
      throw new IllegalArgumentException("a task needs classes and examples");
    }
    if (features.length % labels.length != 0) {
      throw new IllegalArgumentException(
          features.length + " numbers are no features of " + labels.length + " examples");
    }
    Set<String> names = new HashSet<>();
    for (String name : classes) {
      if (!names.add(name)) {
        throw new IllegalArgumentException("class '" + name + "' occurs twice");
      }
    }
    boolean frozen = configuration.oldClasses() instanceof OldClasses.Frozen;
    if (frozen && known.stream().anyMatch(entry -> names.contains(entry.name()))) {
      throw new IllegalArgumentException("frozen classes cannot be refined");
    }
    if (prompts.isPresent() && !configuration.sharesTrainedContext()) {
      throw new IllegalArgumentException(
          "a trained context cannot go on with method=" + configuration.method().key());
    }
    for (int label : labels) {
      if (label < 0 || label >= classes.size()) {
        throw new IllegalArgumentException("label " + label + " is not among the classes");
      }
    }
  }

  /** The largest number of examples of a class, the shots of the published weights. */
  int shots() {
    int[] counts = new int[classes.size()];
    int most = 0;
    for (int label : labels) {
      most = Math.max(most, ++counts[label]);
    }
    return most;
  }
}
