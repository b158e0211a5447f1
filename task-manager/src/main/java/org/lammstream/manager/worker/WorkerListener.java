package org.lammstream.manager.worker;

import java.util.List;
import java.util.Map;
import org.lammstream.store.CellScore;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.TaskEvent;

/**
 * Hears what a worker does. Called on the training thread, so an implementation must be quick and
 * must not throw.
 */
public interface WorkerListener {
  /** Hears nothing. */
  WorkerListener NONE = new WorkerListener() {};

  /** Work on a task begins. */
  default void taskStarted(TaskEvent task, String eventId) {}

  /** {@code done} of {@code total} steps of a phase are done; begins with 0. */
  default void phaseProgress(Phase phase, int done, int total) {}

  /** An epoch of alignment ended with this mean loss. */
  default void epochFinished(int epoch, int epochs, double loss) {}

  /**
   * A version is durable.
   *
   * @param cells the new cells of the accuracy matrix
   * @param seconds wall-clock seconds of all phases, by {@link Phase#key()}
   */
  default void versionCommitted(
      Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {}

  /**
   * The version that was just told of is not the champion, since earlier tasks would lose more than
   * its learner's gate allows.
   */
  default void versionHeldBack(Version version, HeldBack why) {}

  /** The event had been applied or refused before: it is acknowledged, and no version was made. */
  default void duplicateAcknowledged(TaskDelivery duplicate) {}

  /** An event was refused; its dead letter is durable. */
  default void taskRejected(RefusedTask refused) {}
}
