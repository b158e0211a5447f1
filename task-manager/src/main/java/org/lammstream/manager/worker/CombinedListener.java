package org.lammstream.manager.worker;

import java.util.List;
import java.util.Map;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.TaskEvent;

/**
 * Several listeners as one, told in order.
 *
 * @param listeners who are told
 */
public record CombinedListener(List<WorkerListener> listeners) implements WorkerListener {

  /** Copies the list. */
  public CombinedListener {
    listeners = List.copyOf(listeners);
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    listeners.forEach(listener -> listener.taskStarted(task, eventId));
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    listeners.forEach(listener -> listener.phaseProgress(phase, done, total));
  }

  @Override
  public void epochFinished(int epoch, int epochs, double loss) {
    listeners.forEach(listener -> listener.epochFinished(epoch, epochs, loss));
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    listeners.forEach(listener -> listener.versionCommitted(version, eventId, cells, seconds));
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    listeners.forEach(listener -> listener.duplicateAcknowledged(duplicate));
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    listeners.forEach(listener -> listener.taskRejected(refused));
  }
}
