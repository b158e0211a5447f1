package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.Objects;

/**
 * How tasks are consumed.
 *
 * @param group Kafka consumer group
 * @param limits bounds of waiting parts
 * @param closeTimeout how long closing waits for a task in process to notice its interruption
 */
public record TaskConsumerSettings(String group, AssemblyLimits limits, Duration closeTimeout) {
  /** Rejects nulls and a blank group. */
  public TaskConsumerSettings {
    if (group.isBlank()) {
      throw new IllegalArgumentException("a blank consumer group");
    }
    Objects.requireNonNull(limits);
    Objects.requireNonNull(closeTimeout);
  }

  /** Defaults for this group. */
  public static TaskConsumerSettings group(String group) {
    return new TaskConsumerSettings(group, AssemblyLimits.defaults(), Duration.ofSeconds(60));
  }

  /** The same with other limits. */
  public TaskConsumerSettings with(AssemblyLimits other) {
    return new TaskConsumerSettings(group, other, closeTimeout);
  }
}
