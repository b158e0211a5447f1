package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How tasks are consumed.
 *
 * @param group Kafka consumer group
 * @param limits bounds of waiting parts
 * @param closeTimeout how long closing waits for a task in process to notice its interruption
 * @param instance name of this member, which keeps its partitions while it restarts; empty for one
 *     that gives them away when it ends
 */
public record TaskConsumerSettings(
    String group, AssemblyLimits limits, Duration closeTimeout, Optional<String> instance) {
  /** Rejects nulls and a blank group. */
  public TaskConsumerSettings {
    if (group.isBlank()) {
      throw new IllegalArgumentException("a blank consumer group");
    }
    Objects.requireNonNull(limits);
    Objects.requireNonNull(closeTimeout);
    Objects.requireNonNull(instance);
  }

  /** Defaults for this group. */
  public static TaskConsumerSettings group(String group) {
    return new TaskConsumerSettings(
        group, AssemblyLimits.defaults(), Duration.ofSeconds(60), Optional.empty());
  }

  /** The same with other limits. */
  public TaskConsumerSettings with(AssemblyLimits other) {
    return new TaskConsumerSettings(group, other, closeTimeout, instance);
  }

  /** The same as a member of this name. */
  public TaskConsumerSettings as(Optional<String> member) {
    return new TaskConsumerSettings(group, limits, closeTimeout, member);
  }
}
