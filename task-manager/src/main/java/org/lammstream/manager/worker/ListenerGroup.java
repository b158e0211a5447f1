package org.lammstream.manager.worker;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.TaskEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several listeners as one, in their order. What one of them throws is logged and reaches neither
 * the worker nor the others: no display and no metric is worth a task.
 */
public final class ListenerGroup implements WorkerListener {
  private static final Logger LOG = LoggerFactory.getLogger(ListenerGroup.class);

  private final List<WorkerListener> listeners;

  /** A group of these. */
  public ListenerGroup(List<WorkerListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  private void tell(Consumer<WorkerListener> news) {
    for (WorkerListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed: {}", listener.getClass().getName(), e);
      }
    }
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    tell(listener -> listener.taskStarted(task, eventId));
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    tell(listener -> listener.phaseProgress(phase, done, total));
  }

  @Override
  public void epochFinished(int epoch, int epochs, double loss) {
    tell(listener -> listener.epochFinished(epoch, epochs, loss));
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    tell(listener -> listener.versionCommitted(version, eventId, cells, seconds));
  }

  @Override
  public void versionHeldBack(Version version, HeldBack why) {
    tell(listener -> listener.versionHeldBack(version, why));
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    tell(listener -> listener.duplicateAcknowledged(duplicate));
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    tell(listener -> listener.taskRejected(refused));
  }
}
