package org.lammstream.stream.consume;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
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
   * Gets ready for a partition that was assigned, before anything of it is read; asked again and
   * again until it is, and must return quickly.
   *
   * @param lease ends when the partition is taken away
   * @param committed offset that the group has committed, empty if none; asking for it can take a
   *     moment
   * @return whether reading may begin
   */
  default boolean prepare(
      SourcePartition partition, Lease lease, Supplier<OptionalLong> committed) {
    return true;
  }

  /** What {@link #prepare} is doing, in one line for people; empty if nothing. */
  default Optional<String> preparation() {
    return Optional.empty();
  }

  /**
   * Whether this processor commits the group's offsets with its own work, so that the consumer must
   * not.
   */
  default boolean commitsOffsets() {
    return false;
  }

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
   * @param lease of its partition; nothing may be committed or published when it is lost
   * @throws InterruptedException if the consumer is being closed, or the lease was lost; nothing
   *     has been committed then
   * @throws LostPartitionException if the lease was lost; nothing has been committed then
   * @throws RejectedEventException if the task is at fault and nothing has been committed: {@link
   *     #reject} is then called with the original records
   */
  void process(TaskDelivery delivery, Lease lease)
      throws InterruptedException, RejectedEventException, LostPartitionException;

  /**
   * Commits dead letters and position of records that cannot be processed. Also called after {@link
   * #process} threw an unexpected exception. If this method throws, the consumer stops as failed
   * with nothing lost: the records are delivered again after a restart.
   *
   * @param lease as for {@link #process}
   * @throws InterruptedException as {@link #process}
   * @throws LostPartitionException as {@link #process}
   */
  void reject(RejectedDelivery rejected, Lease lease)
      throws InterruptedException, LostPartitionException;

  /**
   * Called every second or so while no work waits, for what could not be finished with a task (to
   * publish what the broker did not take, for example). Work that arrives meanwhile waits for it.
   * If this method throws, the consumer stops as failed.
   *
   * @throws InterruptedException if the consumer is being closed
   */
  default void idle() throws InterruptedException {}
}
