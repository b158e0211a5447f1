package org.lammstream.stream.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How far a task is.
 *
 * @param schemaVersion version of the JSON Schema
 * @param learner the learner
 * @param task name of the task
 * @param taskEventId CloudEvents id of the task event
 * @param phase {@code encode}, {@code align}, {@code evaluate} or {@code commit}
 * @param done steps of the phase that are done
 * @param total steps of the phase
 * @param epoch epochs of alignment that are done; empty, and absent in JSON, before the first
 * @param epochs how many there will be; the same
 * @param loss mean of the last epoch, finite; the same
 * @param secondsElapsed since work on the task began
 * @param secondsLeft estimate; empty, and absent in JSON, while there is nothing to estimate from
 */
public record TaskProgress(
    int schemaVersion,
    String learner,
    String task,
    String taskEventId,
    String phase,
    int done,
    int total,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalInt epoch,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalInt epochs,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalDouble loss,
    double secondsElapsed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) OptionalDouble secondsLeft)
    implements StatusEvent {
  /**
   * Rejects nulls.
   *
   * @throws IllegalArgumentException if a number is not finite: JSON cannot say that
   */
  public TaskProgress {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(task);
    Objects.requireNonNull(taskEventId);
    Objects.requireNonNull(phase);
    Objects.requireNonNull(epoch);
    Objects.requireNonNull(epochs);
    if (!Double.isFinite(loss.orElse(0))
        || !Double.isFinite(secondsElapsed)
        || !Double.isFinite(secondsLeft.orElse(0))) {
      throw new IllegalArgumentException("the progress of task '" + task + "' is not finite");
    }
  }
}
