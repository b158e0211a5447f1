package org.lammstream.manager.api.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lammstream.evaluation.dashboard.RunningTask;
import org.lammstream.manager.api.live.TaskStatus.State;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.TaskEvent;

/**
 * The task under way and what became of the last ones, kept up to date by the worker. Thread-safe:
 * the worker tells from its training thread, everybody may ask.
 */
public final class LiveTasks implements WorkerListener {
  private static final int MOST_STATUSES = 1000;
  private static final Duration BETWEEN_MENTIONS = Duration.ofMillis(250);

  private final EventLog events;
  private final InstantSource clock;
  private final Map<String, TaskStatus> statuses = new LinkedHashMap<>();
  private final Map<String, Map<String, Double>> lastSeconds = new HashMap<>();
  private @Nullable Current current;

  /**
   * Nothing is running.
   *
   * @param events hears of everything
   */
  public LiveTasks(EventLog events, InstantSource clock) {
    this.events = events;
    this.clock = clock;
  }

  /** What the training thread does now. */
  private static final class Current {
    private final String learner;
    private final String task;
    private final String eventId;
    private final Instant startedAt;
    private final TimeLeft timeLeft;
    private Phase phase = Phase.ENCODE;
    private Instant phaseBegan;
    private Instant mentioned = Instant.EPOCH;
    private int done;
    private int total;
    private int epoch;
    private int epochs;
    private double loss;

    private Current(TaskEvent event, String eventId, Instant now, TimeLeft timeLeft) {
      this.learner = event.learner();
      this.task = event.task();
      this.eventId = eventId;
      this.startedAt = now;
      this.phaseBegan = now;
      this.timeLeft = timeLeft;
      this.total = event.train().size() + event.test().size();
    }

    private RunningTask view(Instant now) {
      double elapsed = Duration.between(phaseBegan, now).toMillis() / 1e3;
      boolean aligned = epochs > 0;
      return new RunningTask(
          task,
          eventId,
          phase.key(),
          done,
          total,
          aligned ? OptionalInt.of(epoch) : OptionalInt.empty(),
          aligned ? OptionalInt.of(epochs) : OptionalInt.empty(),
          aligned ? OptionalDouble.of(loss) : OptionalDouble.empty(),
          startedAt,
          timeLeft.estimate(phase, done, total, elapsed));
    }
  }

  /** What a learner learns now. */
  public synchronized Optional<RunningTask> running(String learner) {
    Current now = current;
    return now != null && now.learner.equals(learner)
        ? Optional.of(now.view(clock.instant()))
        : Optional.empty();
  }

  /** The learner for which a task is under way. */
  public synchronized Optional<String> learner() {
    return Optional.ofNullable(current).map(now -> now.learner);
  }

  /** What became of a task, as far as this process has seen. */
  public synchronized Optional<TaskStatus> status(String learner, String eventId) {
    return Optional.ofNullable(statuses.get(eventId))
        .filter(status -> status.learner().equals(learner))
        .map(status -> status.state() == State.RUNNING ? status.with(running(learner)) : status);
  }

  /** A task is about to be published. */
  public void queued(String learner, String eventId, String task) {
    synchronized (this) {
      remember(TaskStatus.of(learner, eventId, task, State.QUEUED));
    }
    events.publish("task-queued", Map.of("learner", learner, "eventId", eventId, "task", task));
  }

  /** It was not published after all. */
  public synchronized void forget(String eventId) {
    statuses.remove(eventId);
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    synchronized (this) {
      TimeLeft timeLeft = new TimeLeft(lastSeconds.getOrDefault(task.learner(), Map.of()));
      current = new Current(task, eventId, clock.instant(), timeLeft);
      remember(TaskStatus.of(task.learner(), eventId, task.task(), State.RUNNING));
    }
    mention(true);
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    boolean changed;
    synchronized (this) {
      Current now = current;
      if (now == null) {
        return;
      }
      changed = phase != now.phase;
      if (changed) {
        now.phase = phase;
        now.phaseBegan = clock.instant();
      }
      now.done = done;
      now.total = total;
    }
    mention(changed);
  }

  @Override
  public synchronized void epochFinished(int epoch, int epochs, double loss) {
    Current now = current;
    if (now != null) {
      now.epoch = epoch;
      now.epochs = epochs;
      now.loss = loss;
    }
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    synchronized (this) {
      current = null;
      lastSeconds.put(version.learner(), Map.copyOf(seconds));
      remember(
          TaskStatus.committed(
              version.learner(), eventId, version.task(), OptionalInt.of(version.number())));
    }
    events.publish("learner-updated", Map.of("learner", version.learner()));
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    synchronized (this) {
      TaskStatus known = statuses.get(duplicate.eventId());
      if (known == null || known.state() == State.QUEUED) {
        statuses.remove(duplicate.eventId()); // the store knows more
      }
    }
    events.publish("learner-updated", Map.of("learner", duplicate.event().learner()));
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    String reason = refused.rejection().reason().name();
    String message = refused.rejection().message();
    synchronized (this) {
      current = null;
      if (!refused.eventId().isEmpty()) {
        remember(
            new TaskStatus(
                refused.learner(),
                refused.eventId(),
                refused.task(),
                State.REJECTED,
                OptionalInt.empty(),
                Optional.of(reason),
                Optional.of(message),
                Optional.empty()));
      }
    }
    events.publish(
        "task-rejected",
        Map.of(
            "learner",
            refused.learner(),
            "task",
            refused.task(),
            "eventId",
            refused.eventId(),
            "reason",
            reason,
            "message",
            message));
  }

  /** The oldest goes; a task is asked for while it is under way and shortly after. */
  private void remember(TaskStatus status) {
    statuses.remove(status.eventId());
    statuses.put(status.eventId(), status);
    if (statuses.size() > MOST_STATUSES) {
      statuses.remove(statuses.keySet().iterator().next());
    }
  }

  /** Tells of the progress, but not more often than an eye can follow. */
  private void mention(boolean important) {
    Optional<Map<String, Object>> progress;
    synchronized (this) {
      Current now = current;
      Instant time = clock.instant();
      if (now == null || (!important && time.isBefore(now.mentioned.plus(BETWEEN_MENTIONS)))) {
        return;
      }
      now.mentioned = time;
      progress = Optional.of(Map.of("learner", now.learner, "running", now.view(time)));
    }
    progress.ifPresent(data -> events.mention("task-progress", data));
  }

  /** Tells a new listener what is going on. */
  public void greet(EventLog.Listener listener) {
    learner()
        .flatMap(
            name ->
                running(name).map(task -> Map.<String, Object>of("learner", name, "running", task)))
        .ifPresent(data -> listener.tell("task-progress", data));
  }
}
