package org.lammstream.stream.record;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A record as it lies in a topic, bytes untouched.
 *
 * <p>The arrays are not copied and must not be modified.
 *
 * @param topic where it was read
 * @param partition its partition
 * @param offset its offset
 * @param timestamp what the broker holds as its time
 * @param key empty where Kafka held a null
 * @param value empty where Kafka held a null (a tombstone)
 * @param headers in order
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    Instant timestamp,
    Optional<byte[]> key,
    Optional<byte[]> value,
    List<RecordHeader> headers) {
  /** Rejects nulls and copies the header list. */
  public RawRecord {
    Objects.requireNonNull(topic);
    Objects.requireNonNull(timestamp);
    Objects.requireNonNull(key);
    Objects.requireNonNull(value);
    headers = List.copyOf(headers);
  }

  /** The last header of this name, as Kafka clients read it. */
  public Optional<RecordHeader> header(String name) {
    return headers.stream().filter(header -> header.name().equals(name)).reduce((a, b) -> b);
  }

  /** Bytes of key and value together. */
  public int size() {
    return key.map(bytes -> bytes.length).orElse(0) + value.map(bytes -> bytes.length).orElse(0);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "@" + offset + " (" + size() + " bytes)";
  }
}
