package org.lammstream.manager.lamm;

import java.util.List;
import java.util.Optional;

/**
 * Classes with examples, ready to fit prompts to. The arrays are not copied and must not be
 * modified.
 *
 * @param classes names, at least one, those that are known already first; two classes may share a
 *     name, as two of ImageNet do
 * @param images of the examples
 * @param labels per example the index into {@code classes}; at least one
 * @param method what trains
 * @param settings of the training
 * @param seed of everything random
 * @param before what was fitted to the known classes: prompts go on from there, and the terms of
 *     old classes hold them there; empty where nothing is known
 */
public record PromptTask(
    List<String> classes,
    PromptImages images,
    int[] labels,
    PromptMethod method,
    PromptSettings settings,
    long seed,
    Optional<FittedPrompts> before) {

  /** A task where nothing is known. */
  public PromptTask(
      List<String> classes,
      PromptImages images,
      int[] labels,
      PromptMethod method,
      PromptSettings settings,
      long seed) {
    this(classes, images, labels, method, settings, seed, Optional.empty());
  }

  /**
   * Checks what the types cannot say.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public PromptTask {
    classes = List.copyOf(classes);
    if (classes.isEmpty() || labels.length == 0) {
      throw new IllegalArgumentException("a task needs classes and examples");
    }
    for (int label : labels) {
      if (label < 0 || label >= classes.size()) {
        throw new IllegalArgumentException("label " + label + " is not among the classes");
      }
    }
    if (method.promptsImages() != (images instanceof PromptImages.Pixels)
        && method != PromptMethod.ZERO_SHOT) {
      throw new IllegalArgumentException(
          method.key() + (method.promptsImages() ? " needs pixels" : " needs image features"));
    }
    checkContinued(classes, method, settings, before);
    if (method.promptsImages() && settings.classSpecific()) {
      throw new IllegalArgumentException("MaPLe's context is the same for all classes");
    }
  }

  private static void checkContinued(
      List<String> classes,
      PromptMethod method,
      PromptSettings settings,
      Optional<FittedPrompts> before) {
    before.ifPresent(
        known -> {
          if (known.method() != method) {
            throw new IllegalArgumentException(
                "prompts of %s cannot go on with %s".formatted(known.method().key(), method.key()));
          }
          if (settings.classSpecific()) {
            throw new IllegalArgumentException("a context of each class cannot go on");
          }
          int count = known.classes().size();
          if (classes.size() < count || !classes.subList(0, count).equals(known.classes())) {
            throw new IllegalArgumentException("a task that goes on has the known classes first");
          }
        });
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
