package org.lammstream.stream.sequence;

import java.util.Objects;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;

/**
 * What is known of a task in a sequence file without reading it whole.
 *
 * @param line its line, from 1
 * @param eventId CloudEvents id, unique in the file
 * @param task name of the task
 * @param classes how many classes it has
 * @param train how many training examples
 * @param test how many test examples
 * @param position where it was read
 * @param original the version it made; empty if it was not learned, or that is not known
 * @param place where its line is
 */
public record SequenceEntry(
    int line,
    String eventId,
    String task,
    int classes,
    int train,
    int test,
    SourcePosition position,
    Optional<Original> original,
    Place place) {
  /** Rejects nulls. */
  public SequenceEntry {
    Objects.requireNonNull(eventId);
    Objects.requireNonNull(task);
    Objects.requireNonNull(position);
    Objects.requireNonNull(original);
    Objects.requireNonNull(place);
  }

  /**
   * Bytes of a file.
   *
   * @param offset of the first
   * @param length how many
   */
  public record Place(long offset, int length) {}
}
