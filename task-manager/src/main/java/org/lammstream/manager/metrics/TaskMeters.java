package org.lammstream.manager.metrics;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.TaskEvent;

/** Counts what the worker says. Written on the training thread, read by any. */
final class TaskMeters implements WorkerListener {
  private static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(10),
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(1),
          Duration.ofHours(4));

  private final Instruments instruments;
  private final LearnerTags tags;
  private final LongSupplier nanoTime;
  private final Runnable afterCommit;
  private final Map<Phase, Timer> durations = new EnumMap<>(Phase.class);
  private volatile Optional<Running> running = Optional.empty();
  private volatile double loss = Double.NaN;

  /** The task in process. */
  private record Running(long since, long moved, Phase phase, double done) {}

  /**
   * Registers everything that has no learner yet.
   *
   * @param afterCommit called when a learner has a new version; must return at once
   */
  TaskMeters(
      Instruments instruments, LearnerTags tags, LongSupplier nanoTime, Runnable afterCommit) {
    this.instruments = instruments;
    this.tags = tags;
    this.nanoTime = nanoTime;
    this.afterCommit = afterCommit;
    instruments.gauge(TaskMeter.RUNNING.spec(), () -> running.isPresent() ? 1 : 0);
    instruments.gauge(TaskMeter.PROGRESS.spec(), () -> running.map(Running::done).orElse(0.0));
    instruments.gauge(TaskMeter.AGE.spec(), () -> secondsSince(running.map(Running::since)));
    instruments.gauge(TaskMeter.STALLED.spec(), () -> secondsSince(running.map(Running::moved)));
    instruments.gauge(TaskMeter.LOSS.spec(), () -> loss);
    for (Phase phase : Phase.values()) {
      durations.put(phase, instruments.timer(TaskMeter.DURATION.spec(), BOUNDS, phase.key()));
      instruments.gauge(
          TaskMeter.PHASE.spec(),
          () -> running.filter(task -> task.phase() == phase).isPresent() ? 1 : 0,
          phase.key());
    }
    for (Reason reason : Reason.values()) { // from 0 on, so that the first one is an increase
      letters(reason, 0);
    }
    announceTag(LearnerTags.OTHER);
  }

  private enum Outcome {
    COMMITTED,
    REJECTED,
    DUPLICATE
  }

  /** A learner that appears in the store has its counters from 0 on. */
  void announce(String learner) {
    announceTag(tags.of(learner));
  }

  private void announceTag(String tag) {
    for (Outcome outcome : Outcome.values()) {
      settled(tag, outcome, 0);
    }
    heldBack(tag, 0);
  }

  private double secondsSince(Optional<Long> moment) {
    return moment.map(then -> (nanoTime.getAsLong() - then) / 1e9).orElse(0.0);
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    long now = nanoTime.getAsLong();
    running = Optional.of(new Running(now, now, Phase.ENCODE, 0));
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    long now = nanoTime.getAsLong();
    double fraction = total == 0 ? 0 : (double) done / total;
    running = running.map(task -> new Running(task.since(), now, phase, fraction));
  }

  @Override
  public void epochFinished(int epoch, int epochs, double mean) {
    loss = mean;
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    running = Optional.empty();
    durations.forEach(
        (phase, timer) -> {
          Double taken = seconds.get(phase.key());
          if (taken != null) {
            timer.record(Duration.ofNanos(Math.round(taken * 1e9)));
          }
        });
    if (tags.admit(version.learner())) {
      announce(version.learner());
    }
    settled(tags.of(version.learner()), Outcome.COMMITTED, 1);
    afterCommit.run();
  }

  @Override
  public void versionHeldBack(Version version, HeldBack why) {
    heldBack(tags.of(version.learner()), 1);
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    settled(tags.of(duplicate.event().learner()), Outcome.DUPLICATE, 1);
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    running = Optional.empty();
    settled(tags.of(refused.learner()), Outcome.REJECTED, 1);
    letters(refused.rejection().reason(), 1);
  }

  private void settled(String tag, Outcome outcome, int count) {
    instruments.counter(TaskMeter.SETTLED.spec(), tag, Names.tag(outcome)).increment(count);
  }

  private void heldBack(String tag, int count) {
    instruments.counter(TaskMeter.HELD_BACK.spec(), tag).increment(count);
  }

  private void letters(Reason reason, int count) {
    instruments.counter(TaskMeter.DEAD_LETTERS.spec(), Names.tag(reason)).increment(count);
  }
}
