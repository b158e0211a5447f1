package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.lammstream.manager.worker.ForwardingListener;
import org.lammstream.manager.worker.Phase;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;

/** Knows which events of a job are settled, and hands everything on to the view. Thread-safe. */
final class JobTracker extends ForwardingListener {
  private final Set<String> open;
  private final Map<String, Double> commitSeconds = new HashMap<>();
  private final Map<String, RefusedTask> refused = new HashMap<>();
  private final CountDownLatch done;

  JobTracker(WorkerListener view, Collection<String> eventIds) {
    super(view);
    this.open = new HashSet<>(eventIds);
    this.done = new CountDownLatch(open.size());
  }

  /** Waits until every event is settled or the time is up; returns whether all are settled. */
  boolean await(Duration time) throws InterruptedException {
    return done.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Seconds of the commits seen so far, by event id. */
  synchronized Map<String, Double> commitSeconds() {
    return Map.copyOf(commitSeconds);
  }

  /** Tasks that went to the dead-letter topic. */
  synchronized List<RefusedTask> refused() {
    return List.copyOf(refused.values());
  }

  private synchronized void settle(String eventId) {
    if (open.remove(eventId)) {
      done.countDown();
    }
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    synchronized (this) {
      commitSeconds.put(eventId, seconds.getOrDefault(Phase.COMMIT.key(), 0.0));
    }
    super.versionCommitted(version, eventId, cells, seconds);
    settle(eventId);
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    super.duplicateAcknowledged(duplicate);
    settle(duplicate.eventId());
  }

  @Override
  public void taskRejected(RefusedTask task) {
    synchronized (this) {
      refused.put(task.eventId(), task);
    }
    super.taskRejected(task);
    settle(task.eventId());
  }
}
