package org.lammstream.stream.sequence;

import java.time.Instant;
import java.util.Objects;

/**
 * What a sequence file says about itself.
 *
 * @param learner whose tasks it holds
 * @param source where they were read, for people: a topic and its broker, or a command
 * @param recordedAt when
 */
public record SequenceHeader(String learner, String source, Instant recordedAt) {
  /** Rejects nulls. */
  public SequenceHeader {
    Objects.requireNonNull(learner);
    Objects.requireNonNull(source);
    Objects.requireNonNull(recordedAt);
  }
}
