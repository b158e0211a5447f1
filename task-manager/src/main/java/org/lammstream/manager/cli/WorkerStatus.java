package org.lammstream.manager.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.api.live.StatusPublisher;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;

/**
 * What a worker tells of itself on the results topic beside its results, with a producer of its own
 * so that results never wait. Close it after the worker and before the store.
 */
final class WorkerStatus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Optional<Parts> parts;

  private record Parts(RecordPublisher outlet, StatusPublisher publisher) {}

  private WorkerStatus(Optional<Parts> parts) {
    this.parts = parts;
  }

  /**
   * Tells from now on.
   *
   * @param live knows the task under way
   */
  static WorkerStatus open(
      KafkaConnection connection, Topics topics, EmbeddingStore store, LiveTasks live) {
    RecordPublisher outlet = RecordPublisher.open(connection, PATIENCE);
    StatusPublisher publisher =
        StatusPublisher.start(store, live, topics, outlet::publish, InstantSource.system());
    return new WorkerStatus(Optional.of(new Parts(outlet, publisher)));
  }

  /** Tells nothing. */
  static WorkerStatus silent() {
    return new WorkerStatus(Optional.empty());
  }

  @Override
  public void close() {
    parts.ifPresent(
        all -> {
          all.publisher().close();
          all.outlet().close();
        });
  }
}
