package org.lammstream.stream.consume;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.record.RawRecord;

/**
 * Records that are to go to the dead-letter topic.
 *
 * @param records the original records: one, or the parts of a task in order of their offsets
 * @param rejection why
 * @param cause the exception behind it
 * @param position where they were read
 * @param task whose task it was, where that much could be read
 */
public record RejectedDelivery(
    List<RawRecord> records,
    Rejection rejection,
    Optional<Throwable> cause,
    SourcePosition position,
    Optional<RejectedTask> task) {
  /**
   * Names of a refused task.
   *
   * @param learner the learner
   * @param task name of the task
   * @param eventId CloudEvents id of the task event
   */
  public record RejectedTask(String learner, String task, String eventId) {
    /** Rejects nulls. */
    public RejectedTask {
      Objects.requireNonNull(learner);
      Objects.requireNonNull(task);
      Objects.requireNonNull(eventId);
    }
  }

  /** Rejects nulls and an empty list of records. */
  public RejectedDelivery {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("a rejection without records");
    }
    Objects.requireNonNull(rejection);
    Objects.requireNonNull(cause);
    Objects.requireNonNull(position);
    Objects.requireNonNull(task);
  }

  /**
   * An id that is the same whenever the same records are refused again: topic, partition and first
   * offset. After a restart records between an open assembly's first part and the stored position
   * are read again; a processor that remembers this id writes each dead letter once.
   */
  public String id() {
    return id(records);
  }

  static String id(List<RawRecord> records) {
    RawRecord first = records.get(0);
    return first.topic() + "/" + first.partition() + "/" + first.offset();
  }
}
