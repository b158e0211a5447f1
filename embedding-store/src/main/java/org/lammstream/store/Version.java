package org.lammstream.store;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.lammstream.stream.event.Provenance;

/**
 * Immutable snapshot of a learner after one task.
 *
 * @param learner name of the learner, not blank
 * @param number 1, 2, … per learner, across all its branches
 * @param parent version that this one continues; empty for a learner's first version
 * @param createdAt when the version was made
 * @param task name of the task that made it
 * @param newClasses classes that this version has and its parent has not, in task order
 * @param classes every class of the version in order of appearance, names unique
 * @param provenance what the version was made from and with
 * @param seconds seconds by phase, for example {@code align}
 * @param embeddingsSha256 {@link EmbeddingsDigest#sha256} of {@code classes} and {@code prompts},
 *     hex
 * @param visual its closed-form head on image features; empty if it scores by text alone
 * @param forgetting what it took out of its parent; empty for a version that a task made
 * @param prompts trained prompt vectors that all its classes share; empty where only label
 *     embeddings train
 */
public record Version(
    String learner,
    int number,
    OptionalInt parent,
    Instant createdAt,
    String task,
    List<String> newClasses,
    List<ClassEmbedding> classes,
    Provenance provenance,
    Map<String, Double> seconds,
    String embeddingsSha256,
    Optional<VisualState> visual,
    Optional<Forgetting> forgetting,
    Optional<SharedPrompts> prompts) {

  /** A version of which only label embeddings are trained. */
  public Version(
      String learner,
      int number,
      OptionalInt parent,
      Instant createdAt,
      String task,
      List<String> newClasses,
      List<ClassEmbedding> classes,
      Provenance provenance,
      Map<String, Double> seconds,
      String embeddingsSha256,
      Optional<VisualState> visual,
      Optional<Forgetting> forgetting) {
    this(
        learner,
        number,
        parent,
        createdAt,
        task,
        newClasses,
        classes,
        provenance,
        seconds,
        embeddingsSha256,
        visual,
        forgetting,
        Optional.empty());
  }

  /** A version that a task made. */
  public Version(
      String learner,
      int number,
      OptionalInt parent,
      Instant createdAt,
      String task,
      List<String> newClasses,
      List<ClassEmbedding> classes,
      Provenance provenance,
      Map<String, Double> seconds,
      String embeddingsSha256,
      Optional<VisualState> visual) {
    this(
        learner,
        number,
        parent,
        createdAt,
        task,
        newClasses,
        classes,
        provenance,
        seconds,
        embeddingsSha256,
        visual,
        Optional.empty());
  }

  /** A version that a task made and that scores by text alone. */
  public Version(
      String learner,
      int number,
      OptionalInt parent,
      Instant createdAt,
      String task,
      List<String> newClasses,
      List<ClassEmbedding> classes,
      Provenance provenance,
      Map<String, Double> seconds,
      String embeddingsSha256) {
    this(
        learner,
        number,
        parent,
        createdAt,
        task,
        newClasses,
        classes,
        provenance,
        seconds,
        embeddingsSha256,
        Optional.empty());
  }

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException for a blank learner, a number below 1, a parent that is not
   *     smaller than the number, a class name that occurs twice, or a new class that is not among
   *     the classes
   */
  public Version {
    newClasses = List.copyOf(newClasses);
    classes = List.copyOf(classes);
    seconds = Map.copyOf(seconds);
    if (learner.isBlank()) {
      throw new IllegalArgumentException("a version needs the name of its learner");
    }
    if (number < 1) {
      throw new IllegalArgumentException("version numbers begin at 1, not at " + number);
    }
    if (parent.isPresent() && (parent.getAsInt() < 1 || parent.getAsInt() >= number)) {
      throw new IllegalArgumentException(
          "version " + number + " cannot have version " + parent.getAsInt() + " as parent");
    }
    Set<String> names = new HashSet<>();
    for (ClassEmbedding entry : classes) {
      if (!names.add(entry.name())) {
        throw new IllegalArgumentException("class \"" + entry.name() + "\" occurs twice");
      }
    }
    for (String name : newClasses) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException("new class \"" + name + "\" is not among the classes");
      }
    }
  }
}
