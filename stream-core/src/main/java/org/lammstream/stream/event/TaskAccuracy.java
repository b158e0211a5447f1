package org.lammstream.stream.event;

import java.util.Objects;

/**
 * One cell of the accuracy matrix, as counts.
 *
 * @param task whose test examples
 * @param correct how many were classified right
 * @param total how many there are
 */
public record TaskAccuracy(String task, int correct, int total) {
  /** Rejects nulls. */
  public TaskAccuracy {
    Objects.requireNonNull(task);
  }
}
