package org.lammstream.store;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.stream.event.Provenance;

/**
 * A version without its embeddings.
 *
 * @param learner name of the learner
 * @param number 1, 2, … per learner
 * @param parent version that this one continues; empty for a learner's first version
 * @param createdAt when the version was made
 * @param task name of the task that made it
 * @param newClasses classes that this version has and its parent has not
 * @param classCount how many classes the version has
 * @param storedClasses how many of them were written with this version; the others are shared with
 *     earlier versions
 * @param provenance what the version was made from and with
 * @param seconds seconds by phase
 * @param embeddingsSha256 digest of the version's classes, lower-case hex
 * @param prunedAt when its embeddings were removed; empty while they can be read
 * @param forgetting what it took out of its parent; empty for a version that a task made
 * @param promptedTests whether it sees test images in its own way, because its prompts change the
 *     image tower; of a pruned version, whether it did
 */
public record VersionSummary(
    String learner,
    int number,
    OptionalInt parent,
    Instant createdAt,
    String task,
    List<String> newClasses,
    int classCount,
    int storedClasses,
    Provenance provenance,
    Map<String, Double> seconds,
    String embeddingsSha256,
    Optional<Instant> prunedAt,
    Optional<Forgetting> forgetting,
    boolean promptedTests) {

  /** Of a version that a task made and that leaves the image tower as it is. */
  public VersionSummary(
      String learner,
      int number,
      OptionalInt parent,
      Instant createdAt,
      String task,
      List<String> newClasses,
      int classCount,
      int storedClasses,
      Provenance provenance,
      Map<String, Double> seconds,
      String embeddingsSha256,
      Optional<Instant> prunedAt) {
    this(
        learner,
        number,
        parent,
        createdAt,
        task,
        newClasses,
        classCount,
        storedClasses,
        provenance,
        seconds,
        embeddingsSha256,
        prunedAt,
        Optional.empty(),
        false);
  }

  /** Copies the collections. */
  public VersionSummary {
    newClasses = List.copyOf(newClasses);
    seconds = Map.copyOf(seconds);
  }
}
