package org.lammstream.stream.codec;

import java.time.Instant;
import java.util.Objects;
import org.lammstream.stream.event.TaskEvent;

/** What one record of the task topic holds. */
public sealed interface TaskMessage {
  /** CloudEvents id of the task; the parts of one task have it in common. */
  String eventId();

  /** When the task was published. */
  Instant time();

  /**
   * A task in one record.
   *
   * @param eventId id of the task
   * @param time when it was published
   * @param event the task; its schema was checked, its {@link
   *     org.lammstream.stream.event.TaskRules} were not
   */
  record Whole(String eventId, Instant time, TaskEvent event) implements TaskMessage {
    /** Rejects nulls. */
    public Whole {
      Objects.requireNonNull(eventId);
      Objects.requireNonNull(time);
      Objects.requireNonNull(event);
    }
  }

  /**
   * A slice of the JSON of a task that is larger than a Kafka message.
   *
   * @param eventId id of the task
   * @param time when it was published
   * @param learner the learner, also the Kafka key
   * @param task name of the task
   * @param index which slice, from 0
   * @param count how many slices there are
   * @param totalBytes length of the whole JSON
   * @param sha256 digest of the whole JSON, hex
   * @param bytes this slice; not copied and not to be modified
   */
  record Part(
      String eventId,
      Instant time,
      String learner,
      String task,
      int index,
      int count,
      long totalBytes,
      String sha256,
      byte[] bytes)
      implements TaskMessage {
    /** Rejects nulls and impossible numbers. */
    public Part {
      Objects.requireNonNull(eventId);
      Objects.requireNonNull(time);
      Objects.requireNonNull(learner);
      Objects.requireNonNull(task);
      Objects.requireNonNull(sha256);
      Objects.requireNonNull(bytes);
      if (index < 0 || index >= count || totalBytes < bytes.length) {
        throw new IllegalArgumentException(
            "part " + index + " of " + count + ", " + totalBytes + " bytes");
      }
    }

    @Override
    public String toString() {
      return "Part[" + eventId + " " + index + "/" + count + ", " + bytes.length + " bytes]";
    }
  }
}
