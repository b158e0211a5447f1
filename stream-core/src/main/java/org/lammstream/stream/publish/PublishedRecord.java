package org.lammstream.stream.publish;

import java.util.Objects;

/**
 * Where a record lies now.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 */
public record PublishedRecord(String topic, int partition, long offset) {
  /** Rejects nulls. */
  public PublishedRecord {
    Objects.requireNonNull(topic);
  }
}
