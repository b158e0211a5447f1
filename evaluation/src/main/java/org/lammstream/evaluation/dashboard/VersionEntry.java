package org.lammstream.evaluation.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A version at a glance.
 *
 * @param number 1, 2, … per learner
 * @param parent version that it continues; empty for a first one
 * @param task name of the task that made it
 * @param newClasses classes that its parent has not
 * @param classes how many it has in all
 * @param createdAt when it was made; empty where the source does not tell
 * @param sha256 digest of its label embeddings, lower-case hex
 * @param aliases names that stand for it, sorted
 * @param meanAccuracy over the tasks it has learned; empty where no task had test examples
 * @param pruned whether its embeddings were removed
 */
public record VersionEntry(
    int number,
    OptionalInt parent,
    String task,
    List<String> newClasses,
    int classes,
    Optional<Instant> createdAt,
    String sha256,
    List<String> aliases,
    OptionalDouble meanAccuracy,
    boolean pruned) {

  /** Copies the lists. */
  public VersionEntry {
    newClasses = List.copyOf(newClasses);
    aliases = List.copyOf(aliases);
  }
}
