package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A task was learned and is the learner's next version.
 *
 * @param schemaVersion version of the JSON Schema
 * @param learner the learner
 * @param version its new version number, from 1
 * @param parent number of the version it continues; empty for a learner's first version and in
 *     events of workers that did not tell; absent in JSON then
 * @param task name of the task
 * @param taskEventId CloudEvents id of the task event
 * @param classes the task's new classes; none of a task that only refines known ones
 * @param embeddingsSha256 digest of the version's label embeddings, hex
 * @param accuracies the version's row of the accuracy matrix
 * @param metrics metric name to value, finite
 * @param seconds phase name to wall-clock seconds, finite
 * @param provenance what the version was made from and with; empty in events of workers that did
 *     not tell, and absent in JSON then
 * @param promoted whether it became the champion with its commit, unless somebody moved that alias
 *     at the same moment; empty in events of workers that did not tell, and absent in JSON then
 * @param heldBack why it did not, if the learner's gate held it back; absent in JSON otherwise
 */
public record VersionCommitted(
    int schemaVersion,
    String learner,
    int version,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalInt parent,
    String task,
    String taskEventId,
    List<String> classes,
    String embeddingsSha256,
    List<TaskAccuracy> accuracies,
    Map<String, Double> metrics,
    Map<String, Double> seconds,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Provenance> provenance,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<Boolean> promoted,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<HeldBack> heldBack)
    implements ResultEvent {
  /**
   * The metric that tells the accuracy of the untouched checkpoint among all classes so far, mean
   * over the tasks; events of older workers lack it.
   */
  public static final String ZERO_SHOT_LAST_ACCURACY = "zeroShotLastAccuracy";

  /**
   * Rejects nulls and copies the collections.
   *
   * @throws IllegalArgumentException if a metric or a time is not finite: JSON cannot say that
   */
  public VersionCommitted {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(parent);
    Objects.requireNonNull(provenance);
    Objects.requireNonNull(promoted);
    Objects.requireNonNull(heldBack);
    Objects.requireNonNull(task);
    Objects.requireNonNull(taskEventId);
    Objects.requireNonNull(embeddingsSha256);
    classes = List.copyOf(classes);
    accuracies = List.copyOf(accuracies);
    metrics = Map.copyOf(metrics);
    seconds = Map.copyOf(seconds);
    metrics.forEach(VersionCommitted::checkFinite);
    seconds.forEach(VersionCommitted::checkFinite);
  }

  private static void checkFinite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value);
    }
  }
}
