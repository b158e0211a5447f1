package org.lammstream.stream.consume;

import java.util.Objects;

/**
 * A partition that is read.
 *
 * @param topic its topic
 * @param partition its number, from 0
 */
public record SourcePartition(String topic, int partition) {
  /** Rejects nulls. */
  public SourcePartition {
    Objects.requireNonNull(topic);
  }

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
