package org.lammstream.stream.consume;

import java.time.Duration;
import java.util.Objects;

/**
 * Bounds of what waits in memory for the missing parts of tasks, per partition.
 *
 * @param maxTaskBytes largest task, as JSON, in bytes
 * @param maxOpenBytes most bytes of waiting parts; beyond it the oldest open task is given up
 * @param maxOpenTasks most tasks that wait at the same time; beyond it the oldest is given up
 * @param patience how long a missing part is waited for once the partition is read to its end
 */
public record AssemblyLimits(
    long maxTaskBytes, long maxOpenBytes, int maxOpenTasks, Duration patience) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is not positive or the largest task would not fit
   */
  public AssemblyLimits {
    Objects.requireNonNull(patience);
    if (maxTaskBytes < 1
        || maxOpenBytes < maxTaskBytes
        || maxOpenTasks < 1
        || patience.isNegative()
        || patience.isZero()) {
      throw new IllegalArgumentException(
          "limits: " + maxTaskBytes + ", " + maxOpenBytes + ", " + maxOpenTasks + ", " + patience);
    }
  }

  /** An eighth of the heap, at most 512 MiB, and ten minutes. */
  public static AssemblyLimits defaults() {
    long bytes = Math.min(512L << 20, Math.max(16L << 20, Runtime.getRuntime().maxMemory() / 8));
    return new AssemblyLimits(bytes, bytes, 256, Duration.ofMinutes(10));
  }
}
