package org.lammstream.stream.topic;

/**
 * The records that a partition holds.
 *
 * @param first offset of the oldest record that still exists
 * @param end offset that the next record will get; equal to {@code first} in an empty partition
 */
public record OffsetRange(long first, long end) {
  /** How many records stand at {@code offset} and behind it; never negative. */
  public long from(long offset) {
    return Math.max(0, end - Math.max(first, offset));
  }
}
