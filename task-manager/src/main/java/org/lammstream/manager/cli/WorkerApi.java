package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.lammstream.manager.api.Api;
import org.lammstream.manager.api.ApiContext;
import org.lammstream.manager.api.TaskOutlet;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.metrics.WorkerMetrics;
import org.lammstream.manager.thumbnails.ThumbnailKeeper;
import org.lammstream.manager.thumbnails.Thumbnails;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ConsumerHealth;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.topic.Topics;

/**
 * What a worker serves beside its work: page, API and metrics, or nothing where that was not asked
 * for. Close it after the consumer that it watches and before model and store.
 */
final class WorkerApi implements AutoCloseable {
  private static final int KEPT_EVENTS = 1000;

  private final EventLog events;
  private final LiveTasks live;
  private final Optional<Parts> parts;
  private volatile Optional<Supplier<ConsumerHealth>> health = Optional.empty();

  /** All of it, where something is served. */
  private record Parts(Optional<ThumbnailKeeper> keeper, WorkerMetrics metrics, Api api) {}

  /**
   * What is kept of the worker's test images.
   *
   * @param perClass most thumbnails of each class; 0 for none
   * @param imageRoots folders under which {@code file:} images may lie
   */
  record Examples(int perClass, List<Path> imageRoots) {}

  private WorkerApi(
      Optional<HttpSettings> settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet,
      Examples examples) {
    InstantSource clock = InstantSource.system();
    this.events = new EventLog(Long.toString(clock.millis(), 36), KEPT_EVENTS);
    this.live = new LiveTasks(events, clock);
    this.parts = settings.map(http -> serve(http, store, model, topics, outlet, examples));
  }

  /**
   * Begins to serve; the worker itself is added by {@link #watch}.
   *
   * @param outlet for tasks that clients publish; empty where none may
   * @param examples of which images thumbnails are kept
   * @throws IllegalArgumentException if the address cannot be listened on, with a message for the
   *     user
   */
  static WorkerApi open(
      Optional<HttpSettings> settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet,
      Examples examples) {
    return new WorkerApi(settings, store, model, topics, outlet, examples);
  }

  private Parts serve(
      HttpSettings settings,
      EmbeddingStore store,
      ClipModel model,
      Topics topics,
      Optional<TaskOutlet> outlet,
      Examples examples) {
    Optional<Thumbnails> thumbnails =
        Optional.of(store).filter(unused -> examples.perClass() > 0).map(Thumbnails::in);
    Optional<ThumbnailKeeper> keeper =
        thumbnails.map(
            kept -> new ThumbnailKeeper(kept, examples.perClass(), examples.imageRoots()));
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
              () -> health.map(Supplier::get),
              Optional.of(metrics::scrape),
              metrics.predictions(),
              thumbnails,
              BuildVersion.current());
      return new Parts(keeper, metrics, Api.start(settings, context));
    } catch (RuntimeException | Error e) {
      metrics.close();
      throw e;
    }
  }

  /** The task under way, served or not. */
  LiveTasks live() {
    return live;
  }

  /**
   * The listener that a worker is to have: the given one, and what is served from. Thumbnails are
   * there before the page hears of their version.
   */
  WorkerListener listener(WorkerListener view) {
    List<WorkerListener> listeners = new ArrayList<>(List.of(view));
    parts.flatMap(Parts::keeper).ifPresent(listeners::add);
    listeners.add(live);
    parts.map(all -> all.metrics().listener()).ifPresent(listeners::add);
    return new ListenerGroup(listeners);
  }

  /** Tells of a consumer that is still to come, which {@link #watch} replaces. */
  void expect(Supplier<ConsumerHealth> coming) {
    health = Optional.of(coming);
    parts.ifPresent(all -> all.metrics().expect(coming));
  }

  /** Watches a worker's clients too. */
  void watch(
      KafkaConnection connection,
      Topics topics,
      TaskConsumer consumer,
      Supplier<List<ClientMetric>> results) {
    health = Optional.of(consumer::health);
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
