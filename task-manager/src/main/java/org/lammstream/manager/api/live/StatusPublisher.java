package org.lammstream.manager.api.live;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.lammstream.evaluation.dashboard.RunningTask;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.StatusEvent;
import org.lammstream.stream.event.TaskProgress;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who watch the results topic how the task at hand goes and where names point. It looks
 * every two seconds on a thread of its own, tells names that have moved and any task under way, so
 * that it is known to live, and forgets what it could not tell: neither training nor results ever
 * wait for it.
 */
public final class StatusPublisher implements AutoCloseable {
  /** How often it looks. */
  public static final Duration PERIOD = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);
  private static final int LOOKS_PER_PRUNED = 15;
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final EmbeddingStore store;
  private final LiveTasks live;
  private final Topics topics;
  private final Consumer<List<OutgoingRecord>> outlet;
  private final InstantSource clock;
  private final Map<String, LearnerPointers> told = new HashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "lamm-status");
            made.setDaemon(true);
            return made;
          });
  private long looks;

  StatusPublisher(
      EmbeddingStore store,
      LiveTasks live,
      Topics topics,
      Consumer<List<OutgoingRecord>> outlet,
      InstantSource clock) {
    this.store = store;
    this.live = live;
    this.topics = topics;
    this.outlet = outlet;
    this.clock = clock;
  }

  /**
   * Begins to tell.
   *
   * @param live hears of the worker's tasks
   * @param outlet sends records; it may block and may throw
   */
  public static StatusPublisher start(
      EmbeddingStore store,
      LiveTasks live,
      Topics topics,
      Consumer<List<OutgoingRecord>> outlet,
      InstantSource clock) {
    StatusPublisher publisher = new StatusPublisher(store, live, topics, outlet, clock);
    ScheduledFuture<?> endsWithTheThread =
        publisher.thread.scheduleWithFixedDelay(
            publisher::look, 0, PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    LOG.trace("telling: {}", endsWithTheThread);
    return publisher;
  }

  /** Tells what has changed since it was told last. */
  void look() {
    looks++;
    try {
      Map<String, LearnerPointers> now = new HashMap<>();
      for (String learner : store.learners()) {
        store.head(learner).ifPresent(head -> now.put(learner, pointers(learner, head)));
      }
      Optional<TaskProgress> progress =
          live.learner().flatMap(learner -> live.running(learner).map(task -> of(learner, task)));
      List<StatusEvent> events = new ArrayList<>();
      now.forEach(
          (learner, pointers) -> {
            if (!pointers.equals(told.get(learner))) {
              events.add(pointers);
            }
          });
      progress.ifPresent(events::add);
      if (!events.isEmpty()) {
        outlet.accept(events.stream().map(this::record).toList());
        told.putAll(now);
      }
    } catch (RuntimeException e) { // the next look tells what holds then
      LOG.debug("no status was told", e);
    }
  }

  private OutgoingRecord record(StatusEvent event) {
    return StatusEvents.toRecord(topics, event, EventStamp.random(clock.instant()));
  }

  private LearnerPointers pointers(String learner, int head) {
    return new LearnerPointers(
        StatusEvent.SCHEMA_VERSION, learner, head, store.aliases(learner), pruned(learner, head));
  }

  /** Versions are many: they are only looked through for a new head, and now and then. */
  private List<Integer> pruned(String learner, int head) {
    LearnerPointers before = told.get(learner);
    if (before != null && before.head() == head && looks % LOOKS_PER_PRUNED != 0) {
      return before.pruned();
    }
    return store.versions(learner).stream()
        .filter(version -> version.prunedAt().isPresent())
        .map(VersionSummary::number)
        .sorted()
        .toList();
  }

  private TaskProgress of(String learner, RunningTask task) {
    return new TaskProgress(
        StatusEvent.SCHEMA_VERSION,
        learner,
        task.task(),
        task.eventId(),
        task.phase(),
        task.done(),
        task.total(),
        task.epoch(),
        task.epochs(),
        task.loss(),
        Math.max(0, Duration.between(task.startedAt(), clock.instant()).toMillis() / 1e3),
        task.secondsLeft());
  }

  /** Waits a moment for what is being told. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the status is still being told");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
