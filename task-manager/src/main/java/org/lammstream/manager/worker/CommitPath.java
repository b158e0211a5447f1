package org.lammstream.manager.worker;

import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.LostPartitionException;
import org.lammstream.stream.consume.SourcePosition;

/** How a commit of the store and what it has to tell come together. Confined to one thread. */
interface CommitPath {
  /** Tells nobody anything. */
  CommitPath SILENT =
      new CommitPath() {
        @Override
        public Telling begin(String learner, SourcePosition position, Lease lease) {
          return () -> {};
        }

        @Override
        public void tellTheRest() {}
      };

  /**
   * Makes sure that a task may be committed now. Waits for a broker that does not answer.
   *
   * @param learner whose task it is
   * @throws LostPartitionException if the task is another worker's by now
   */
  Telling begin(String learner, SourcePosition position, Lease lease)
      throws LostPartitionException, InterruptedException;

  /**
   * Tells what earlier commits left in the outbox, as far as that is possible now.
   *
   * @throws WorkerFaultException if the broker will never take one of the records
   */
  void tellTheRest() throws InterruptedException;

  /** What follows a commit. */
  @FunctionalInterface
  interface Telling extends AutoCloseable {
    /**
     * Tells what the commit put into the outbox. A broker that does not answer is no fault: what
     * waits is told later.
     *
     * @throws LostPartitionException if the task is another worker's by now
     * @throws WorkerFaultException if the broker will never take one of the records
     */
    void tell() throws LostPartitionException, InterruptedException;

    /** Takes back what was begun and not told. */
    @Override
    default void close() {}
  }

  /** Publishes after the commit, for a worker that shares with nobody. */
  record PlainPath(OutboxDrain outbox) implements CommitPath {
    @Override
    public Telling begin(String learner, SourcePosition position, Lease lease) {
      return this::tellTheRest;
    }

    @Override
    public void tellTheRest() throws InterruptedException {
      outbox.drain();
    }
  }
}
