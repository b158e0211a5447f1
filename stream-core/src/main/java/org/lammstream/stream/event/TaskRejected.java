package org.lammstream.stream.event;

import java.util.Objects;

/**
 * A task was refused; its records are in the dead-letter topic.
 *
 * @param schemaVersion version of the JSON Schema
 * @param learner the learner
 * @param task name of the task
 * @param taskEventId CloudEvents id of the task event
 * @param reason a {@link Rejection.Reason} by name
 * @param message one line for people
 */
public record TaskRejected(
    int schemaVersion,
    String learner,
    String task,
    String taskEventId,
    String reason,
    String message)
    implements ResultEvent {
  /** Rejects nulls. */
  public TaskRejected {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(task);
    Objects.requireNonNull(taskEventId);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(message);
  }
}
