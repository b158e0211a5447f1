package org.lammstream.stream.sequence;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.TaskEvent;

/**
 * A task as it was delivered once, and what it led to.
 *
 * @param event the task
 * @param eventId CloudEvents id
 * @param time when the task was published, by its publisher's clock
 * @param position where it was read
 * @param images SHA-256 of the content of referenced images when the task was recorded, 64
 *     lower-case hex digits, by URI as in the event; only of those that were read
 * @param original the version it made; empty if it was not learned, or that is not known
 */
public record RecordedTask(
    TaskEvent event,
    String eventId,
    Instant time,
    SourcePosition position,
    Map<String, String> images,
    Optional<Original> original) {
  /** Rejects nulls and copies the map. */
  public RecordedTask {
    Objects.requireNonNull(event);
    Objects.requireNonNull(eventId);
    Objects.requireNonNull(time);
    Objects.requireNonNull(position);
    images = Map.copyOf(images);
    Objects.requireNonNull(original);
  }

  /** The task to be delivered again, as if it were read at this position. */
  public TaskDelivery delivery(SourcePosition at) {
    String source = at.partition().topic() + "/" + at.partition().partition() + "/" + at.offset();
    return new TaskDelivery(event, eventId, time, at, source);
  }
}
