package org.lammstream.stream.consume;

import java.util.Objects;

/**
 * Where an event was read, and where reading must resume once it is dealt with.
 *
 * @param partition the partition
 * @param offset offset of the event's record, of its last one if it came in parts
 * @param resumeOffset where a restart begins: the first offset that is still needed. Smaller than
 *     {@code offset + 1} while parts of another task that began earlier are waiting; records
 *     between are then read again after a restart and are to be recognised by their ids
 */
public record SourcePosition(SourcePartition partition, long offset, long resumeOffset) {
  /** Rejects nulls. */
  public SourcePosition {
    Objects.requireNonNull(partition);
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
