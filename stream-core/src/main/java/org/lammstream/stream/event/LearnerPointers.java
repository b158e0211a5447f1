package org.lammstream.stream.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Where a learner's names point now: all of them, so that the newest such event is the truth.
 *
 * @param schemaVersion version of the JSON Schema
 * @param learner the learner
 * @param head number of the version that the next task continues
 * @param aliases version numbers by name
 * @param pruned numbers of the versions whose embeddings were removed, ascending
 */
public record LearnerPointers(
    int schemaVersion, String learner, int head, Map<String, Integer> aliases, List<Integer> pruned)
    implements StatusEvent {
  /** Rejects nulls and copies the collections. */
  public LearnerPointers {
    Objects.requireNonNull(learner);
    aliases = Map.copyOf(aliases);
    pruned = List.copyOf(pruned);
  }
}
