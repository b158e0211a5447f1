package org.lammstream.evaluation.dashboard;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that was learned.
 *
 * @param name of the task
 * @param classes new with it, in its order
 * @param testExamples how many it brought
 * @param version number of the version that it made
 * @param committedAt when that was made; empty where the source does not tell
 * @param seconds wall-clock seconds by phase
 */
public record TaskEntry(
    String name,
    List<String> classes,
    int testExamples,
    int version,
    Optional<Instant> committedAt,
    Map<String, Double> seconds) {

  /** Copies the collections. */
  public TaskEntry {
    classes = List.copyOf(classes);
    seconds = Map.copyOf(seconds);
  }
}
