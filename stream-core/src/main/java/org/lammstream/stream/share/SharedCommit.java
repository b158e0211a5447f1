package org.lammstream.stream.share;

import java.util.Objects;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;

/**
 * Ends the values of a commit.
 *
 * @param learner whose values they are
 * @param origin the store that tells
 * @param source where the task stood; empty for what a person did
 * @param claimed whether the broker confirmed that the task was the teller's
 * @param head the learner's own record; empty for a learner without versions
 */
public record SharedCommit(
    String learner,
    long origin,
    Optional<SourcePosition> source,
    boolean claimed,
    Optional<SharedValue> head) {
  /** Rejects nulls. */
  public SharedCommit {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(source);
    Objects.requireNonNull(head);
  }
}
