package org.lammstream.stream.record;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A record on its way to a topic, for example out of the store's outbox.
 *
 * @param topic where it goes
 * @param key raw key, decides the partition; not copied and not to be modified
 * @param value raw value; not copied and not to be modified
 * @param headers in order
 */
public record OutgoingRecord(String topic, byte[] key, byte[] value, List<RecordHeader> headers) {
  /** Rejects nulls and copies the header list. */
  public OutgoingRecord {
    Objects.requireNonNull(topic);
    Objects.requireNonNull(key);
    Objects.requireNonNull(value);
    headers = List.copyOf(headers);
  }

  /** The last header of this name, as Kafka clients read it. */
  public Optional<RecordHeader> header(String name) {
    return headers.stream().filter(header -> header.name().equals(name)).reduce((a, b) -> b);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutgoingRecord that
        && topic.equals(that.topic)
        && Arrays.equals(key, that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, Arrays.hashCode(key), Arrays.hashCode(value), headers);
  }

  @Override
  public String toString() {
    return "OutgoingRecord[" + topic + ", " + value.length + " bytes, " + headers + "]";
  }
}
