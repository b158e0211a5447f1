package org.lammstream.manager.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.api.live.StatusPublisher;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerListener;
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

  private record Parts(LiveTasks live, RecordPublisher outlet, StatusPublisher publisher) {}

  private WorkerStatus(Optional<Parts> parts) {
    this.parts = parts;
  }

  /** Tells from now on. */
  static WorkerStatus open(KafkaConnection connection, Topics topics, EmbeddingStore store) {
    InstantSource clock = InstantSource.system();
    LiveTasks live = new LiveTasks(new EventLog("status", 1), clock);
    RecordPublisher outlet = RecordPublisher.open(connection, PATIENCE);
    StatusPublisher publisher = StatusPublisher.start(store, live, topics, outlet::publish, clock);
    return new WorkerStatus(Optional.of(new Parts(live, outlet, publisher)));
  }

  /** Tells nothing. */
  static WorkerStatus silent() {
    return new WorkerStatus(Optional.empty());
  }

  /** The listener that a worker is to have: the given one, and what is told from. */
  WorkerListener listener(WorkerListener view) {
    return parts
        .<WorkerListener>map(all -> new ListenerGroup(List.of(view, all.live())))
        .orElse(view);
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
