package org.lammstream.stream.consume;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * How a {@link TaskConsumer} is doing.
 *
 * @param state what it does
 * @param partitions what it reads now
 * @param processed tasks that the processor has dealt with since the start
 * @param rejected rejections that the processor has committed since the start
 * @param waiting pieces of work that wait for the training thread or are on it
 * @param problem one line for people, where something is wrong or takes its time
 */
public record ConsumerHealth(
    State state,
    Set<SourcePartition> partitions,
    long processed,
    long rejected,
    int waiting,
    Optional<String> problem) {
  /** What a consumer does. */
  public enum State {
    /** No partition was assigned yet. */
    STARTING,
    /** Partitions are assigned, and it gets ready for them. */
    RESTORING,
    /** Reads and processes. */
    RUNNING,
    /** The broker does not answer; it is tried again and again. */
    WAITING_FOR_BROKER,
    /** Stopped because of a fault that nobody can wait out. */
    FAILED,
    /** Stopped because it was closed. */
    CLOSED
  }

  /** Rejects nulls and copies the set. */
  public ConsumerHealth {
    Objects.requireNonNull(state);
    partitions = Set.copyOf(partitions);
    Objects.requireNonNull(problem);
  }
}
