package org.lammstream.stream.consume;

import java.time.Instant;
import java.util.Objects;
import org.lammstream.stream.event.TaskEvent;

/**
 * A whole task for the processor.
 *
 * @param event the task; it has passed {@link org.lammstream.stream.event.TaskRules}
 * @param eventId CloudEvents id; the same id again is the same task again
 * @param time when the task was published, by its publisher's clock
 * @param position where it was read
 * @param sourceId {@link RejectedDelivery#id} of the same records, had they been refused
 */
public record TaskDelivery(
    TaskEvent event, String eventId, Instant time, SourcePosition position, String sourceId) {
  /** Rejects nulls. */
  public TaskDelivery {
    Objects.requireNonNull(event);
    Objects.requireNonNull(eventId);
    Objects.requireNonNull(time);
    Objects.requireNonNull(position);
    Objects.requireNonNull(sourceId);
  }
}
