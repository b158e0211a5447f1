package org.lammstream.stream.consume;

import java.util.OptionalLong;
import org.lammstream.stream.event.RejectedEventException;

/**
 * What a {@link TaskConsumer} drives. {@code process}, {@code reject} and {@code idle} are called
 * on the one training thread, one at a time; the other methods on the poll thread, while a task may
 * be in process, and must return quickly.
 */
public interface TaskProcessor {
  /** Where reading of this partition begins: the stored offset, or empty to begin at its start. */
  OptionalLong resumeOffset(SourcePartition partition);

  /**
   * Whether this task was dealt with for good, so that stray duplicates of its parts can be
   * dropped. Whole duplicates are still delivered.
   */
  default boolean isApplied(String learner, String eventId) {
    return false;
  }

  /**
   * Learns a task, or recognises it as a duplicate; either way returns after the durable commit of
   * {@code delivery.position()}.
   *
   * @throws InterruptedException if the consumer is being closed; nothing has been committed then
   * @throws RejectedEventException if the task is at fault and nothing has been committed: {@link
   *     #reject} is then called with the original records
   */
  void process(TaskDelivery delivery) throws InterruptedException, RejectedEventException;

  /**
   * Commits dead letters and position of records that cannot be processed. Also called after {@link
   * #process} threw an unexpected exception. If this method throws, the consumer stops as failed
   * with nothing lost: the records are delivered again after a restart.
   */
  void reject(RejectedDelivery rejected);

  /**
   * Called every second or so while no work waits, for what could not be finished with a task (to
   * publish what the broker did not take, for example). Work that arrives meanwhile waits for it.
   * If this method throws, the consumer stops as failed.
   *
   * @throws InterruptedException if the consumer is being closed
   */
  default void idle() throws InterruptedException {}
}
