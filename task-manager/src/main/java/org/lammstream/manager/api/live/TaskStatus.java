package org.lammstream.manager.api.live;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.evaluation.dashboard.RunningTask;

/**
 * What became of a task.
 *
 * @param learner it is for
 * @param eventId CloudEvents id of its event
 * @param task its name
 * @param state where it is
 * @param version it made, once it is committed
 * @param reason why it was rejected, a {@code Rejection.Reason}
 * @param message the same for people
 * @param progress while it is running
 */
public record TaskStatus(
    String learner,
    String eventId,
    String task,
    State state,
    OptionalInt version,
    Optional<String> reason,
    Optional<String> message,
    Optional<RunningTask> progress) {

  /** Where a task is. */
  public enum State {
    /** Published, and no worker has taken it. */
    QUEUED,
    /** Being learned. */
    RUNNING,
    /** A version. */
    COMMITTED,
    /** A dead letter. */
    REJECTED;

    /** Name in the API. */
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A task that is in this state, and no more is to be said. */
  static TaskStatus of(String learner, String eventId, String task, State state) {
    return new TaskStatus(
        learner,
        eventId,
        task,
        state,
        OptionalInt.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A task that made this version. */
  public static TaskStatus committed(
      String learner, String eventId, String task, OptionalInt version) {
    return new TaskStatus(
        learner,
        eventId,
        task,
        State.COMMITTED,
        version,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  TaskStatus with(Optional<RunningTask> running) {
    return new TaskStatus(learner, eventId, task, state, version, reason, message, running);
  }
}
