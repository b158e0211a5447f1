package org.lammstream.stream.event;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A task was learned and is the learner's next version.
 *
 * @param schemaVersion version of the JSON Schema
 * @param learner the learner
 * @param version its new version number, from 1
 * @param task name of the task
 * @param taskEventId CloudEvents id of the task event
 * @param classes the task's new classes
 * @param embeddingsSha256 digest of the version's label embeddings, hex
 * @param accuracies the version's row of the accuracy matrix
 * @param metrics metric name to value, finite
 * @param seconds phase name to wall-clock seconds, finite
 */
public record VersionCommitted(
    int schemaVersion,
    String learner,
    int version,
    String task,
    String taskEventId,
    List<String> classes,
    String embeddingsSha256,
    List<TaskAccuracy> accuracies,
    Map<String, Double> metrics,
    Map<String, Double> seconds)
    implements ResultEvent {
  /** Rejects nulls and copies the collections. */
  public VersionCommitted {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(task);
    Objects.requireNonNull(taskEventId);
    Objects.requireNonNull(embeddingsSha256);
    classes = List.copyOf(classes);
    accuracies = List.copyOf(accuracies);
    metrics = Map.copyOf(metrics);
    seconds = Map.copyOf(seconds);
  }
}
