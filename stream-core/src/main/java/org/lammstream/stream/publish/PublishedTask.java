package org.lammstream.stream.publish;

import java.util.List;
import java.util.Objects;

/**
 * A task that the broker has acknowledged.
 *
 * @param eventId CloudEvents id of the task
 * @param records where its records lie: one, or its parts in order
 */
public record PublishedTask(String eventId, List<PublishedRecord> records) {
  /** Rejects nulls and copies the list. */
  public PublishedTask {
    Objects.requireNonNull(eventId);
    records = List.copyOf(records);
  }
}
