package org.lammstream.stream.codec;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

/**
 * A record of the dead-letter topic, as far as it can be read. Arrays are not copied and must not
 * be modified.
 *
 * @param letter as it lies in the topic
 * @param stage name of a {@link org.lammstream.stream.event.Rejection.Stage}, or one that only a
 *     newer worker knows
 * @param reason name of a {@link org.lammstream.stream.event.Rejection.Reason}, or likewise
 * @param message one line for people
 * @param exception class name of the exception behind it
 * @param exceptionMessage its message in one line
 * @param source where the original record lay
 * @param time when it was refused; the letter's own time where it does not say
 * @param key the original's key; empty where it had none
 * @param value the original's value; empty where it had none
 * @param headers the original's headers, in order
 */
public record DeadLetter(
    RawRecord letter,
    Optional<String> stage,
    Optional<String> reason,
    Optional<String> message,
    Optional<String> exception,
    Optional<String> exceptionMessage,
    Optional<Place> source,
    Instant time,
    Optional<byte[]> key,
    Optional<byte[]> value,
    List<RecordHeader> headers) {
  /** Rejects nulls and copies the header list. */
  public DeadLetter {
    Objects.requireNonNull(letter);
    Objects.requireNonNull(stage);
    Objects.requireNonNull(reason);
    Objects.requireNonNull(message);
    Objects.requireNonNull(exception);
    Objects.requireNonNull(exceptionMessage);
    Objects.requireNonNull(source);
    Objects.requireNonNull(time);
    Objects.requireNonNull(key);
    Objects.requireNonNull(value);
    headers = List.copyOf(headers);
  }

  /** Where the letter lies. */
  public Place place() {
    return new Place(letter.topic(), letter.partition(), letter.offset());
  }

  /** The last of the original's headers of this name, as text. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equals(name))
        .reduce((a, b) -> b)
        .map(RecordHeader::text);
  }

  /**
   * Where a record lies.
   *
   * @param topic its topic
   * @param partition from 0
   * @param offset from 0
   */
  public record Place(String topic, int partition, long offset) {
    /** Rejects nulls. */
    public Place {
      Objects.requireNonNull(topic);
    }

    /** {@code topic/partition/offset}. */
    @Override
    public String toString() {
      return topic + "/" + partition + "/" + offset;
    }
  }
}
