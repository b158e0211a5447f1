package org.lammstream.manager.cli;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.api.Api;
import org.lammstream.manager.api.ApiContext;
import org.lammstream.manager.api.TaskOutlet;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.metrics.PredictionMeters;
import org.lammstream.manager.metrics.WorkerMetrics;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;

/**
 * What a worker serves beside its work: page, API and metrics, or nothing where that was not asked
 * for. Close it after the consumer that it watches and before model and store.
 */
final class WorkerApi implements AutoCloseable {
  private static final int KEPT_EVENTS = 1000;

  private final Optional<Parts> parts;
  private volatile Optional<TaskConsumer> watched = Optional.empty();

  /** All of it, where something is served. */
  private record Parts(LiveTasks live, WorkerMetrics metrics, Api api) {}

  private WorkerApi(
      Optional<HttpSettings> settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet) {
    this.parts = settings.map(http -> serve(http, store, model, topics, outlet));
  }

  /**
   * Begins to serve; the worker itself is added by {@link #watch}.
   *
   * @param outlet for tasks that clients publish; empty where none may
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  static WorkerApi open(
      Optional<HttpSettings> settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet) {
    return new WorkerApi(settings, store, model, topics, outlet);
  }

  private Parts serve(
      HttpSettings settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet) {
    InstantSource clock = InstantSource.system();
    EventLog events = new EventLog(Long.toString(clock.millis(), 36), KEPT_EVENTS);
    LiveTasks live = new LiveTasks(events, clock);
    WorkerMetrics metrics = WorkerMetrics.of(store, BuildVersion.current(), model::arraysAlive);
    try {
      ApiContext context =
          new ApiContext(
              store,
              model,
              topics,
              live,
              events,
              outlet,
              () -> watched.map(TaskConsumer::health),
              Optional.of(metrics::scrape),
              listener(metrics.predictions()),
              BuildVersion.current());
      return new Parts(live, metrics, Api.start(settings, context));
    } catch (RuntimeException | Error e) {
      metrics.close();
      throw e;
    }
  }

  private static PredictionListener listener(PredictionMeters meters) {
    return new PredictionListener() {
      @Override
      public void encoded(int images) {
        meters.batch(images);
      }

      @Override
      public void answered(Input input, Outcome outcome, Duration took, int images) {
        meters.request(
            PredictionMeters.Input.valueOf(input.name()),
            PredictionMeters.Outcome.valueOf(outcome.name()),
            took,
            images);
      }
    };
  }

  /** The listener that a worker is to have: the given one, and what is served from. */
  WorkerListener listener(WorkerListener view) {
    return parts
        .<WorkerListener>map(
            all -> new ListenerGroup(List.of(view, all.live(), all.metrics().listener())))
        .orElse(view);
  }

  /** Watches a worker's clients too. */
  void watch(
      KafkaConnection connection, Topics topics, TaskConsumer consumer, RecordPublisher results) {
    watched = Optional.of(consumer);
    parts.ifPresent(all -> all.metrics().watch(connection, topics, consumer, results));
  }

  /** Says where to look, where something is served. */
  void announce(Console console) {
    parts.ifPresent(
        all -> console.err().println("page and API at " + all.api().address() + ", until stopped"));
  }

  @Override
  public void close() {
    parts.ifPresent(
        all -> {
          all.api().close();
          all.metrics().close();
        });
  }
}
