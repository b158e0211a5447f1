package org.lammstream.stream.topic;

import java.util.Objects;
import java.util.Optional;

/**
 * How topics are created.
 *
 * @param partitions of the task and result topics, at least 1; the dead-letter topic has one
 * @param replicas copies of each partition, empty for the broker's default
 */
public record TopicLayout(int partitions, Optional<Integer> replicas) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 1
   */
  public TopicLayout {
    Objects.requireNonNull(replicas);
    if (partitions < 1 || replicas.orElse(1) < 1 || replicas.orElse(1) > Short.MAX_VALUE) {
      throw new IllegalArgumentException(partitions + " partitions, " + replicas + " replicas");
    }
  }

  /** That many partitions, with the broker's default of replicas. */
  public static TopicLayout partitions(int partitions) {
    return new TopicLayout(partitions, Optional.empty());
  }
}
