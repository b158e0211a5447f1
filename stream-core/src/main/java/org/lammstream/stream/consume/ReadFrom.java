package org.lammstream.stream.consume;

import java.time.Instant;
import java.util.Objects;

/** Where the reading of a topic begins, in each of its partitions. */
public sealed interface ReadFrom {
  /** At the first record that still exists. */
  record Beginning() implements ReadFrom {}

  /**
   * At an offset, or at the first record behind it that still exists.
   *
   * @param offset from 0
   */
  record Offset(long offset) implements ReadFrom {
    /**
     * Checks the offset.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public Offset {
      if (offset < 0) {
        throw new IllegalArgumentException("offsets begin at 0, not at " + offset);
      }
    }
  }

  /**
   * At the first record that is not older.
   *
   * @param time as the broker knows records' times
   */
  record Time(Instant time) implements ReadFrom {
    /** Rejects nulls. */
    public Time {
      Objects.requireNonNull(time);
    }
  }
}
