package org.lammstream.manager.worker;

import java.util.List;
import java.util.Map;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.TaskEvent;

/** Hands everything on to another listener; for those that hear only some of it themselves. */
public abstract class ForwardingListener implements WorkerListener {
  private final WorkerListener next;

  /** A listener in front of this one. */
  protected ForwardingListener(WorkerListener next) {
    this.next = next;
  }

  @Override
  public void taskStarted(TaskEvent task, String eventId) {
    next.taskStarted(task, eventId);
  }

  @Override
  public void phaseProgress(Phase phase, int done, int total) {
    next.phaseProgress(phase, done, total);
  }

  @Override
  public void epochFinished(int epoch, int epochs, double loss) {
    next.epochFinished(epoch, epochs, loss);
  }

  @Override
  public void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
    next.versionCommitted(version, eventId, cells, seconds);
  }

  @Override
  public void versionHeldBack(Version version, HeldBack why) {
    next.versionHeldBack(version, why);
  }

  @Override
  public void duplicateAcknowledged(TaskDelivery duplicate) {
    next.duplicateAcknowledged(duplicate);
  }

  @Override
  public void taskRejected(RefusedTask refused) {
    next.taskRejected(refused);
  }
}
