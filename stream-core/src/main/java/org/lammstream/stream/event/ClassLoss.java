package org.lammstream.stream.event;

import java.util.Objects;

/**
 * Test examples that one class lost to another.
 *
 * @param lost the class whose examples they are; they were classified right before
 * @param took the class that they are taken for now
 * @param examples how many, at least 1
 */
public record ClassLoss(String lost, String took, int examples) {
  /** Rejects nulls. */
  public ClassLoss {
    Objects.requireNonNull(lost);
    Objects.requireNonNull(took);
  }
}
