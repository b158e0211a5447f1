package org.lammstream.stream.consume;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;

/**
 * The right to work on a partition, from its assignment until it is taken away. Work under way when
 * it is lost is interrupted. Thread-safe.
 *
 * <p>A process that was stopped for a while does not know at once that it has lost the right; only
 * the broker does. Whoever publishes therefore shows the broker the {@link #membership}, which it
 * refuses when it is out of date.
 */
public final class Lease {
  private final Supplier<Optional<ConsumerGroupMetadata>> membership;
  private boolean lost;
  private Optional<Thread> worker = Optional.empty();

  Lease(Supplier<Optional<ConsumerGroupMetadata>> membership) {
    this.membership = membership;
  }

  /** One that nobody can take away, for work that comes from no group. */
  public static Lease unshared() {
    return new Lease(Optional::empty);
  }

  /** Whether it has been taken away, as far as this process knows. */
  public synchronized boolean isLost() {
    return lost;
  }

  /**
   * The group's member that holds it, as it was known last; empty for an unshared lease.
   *
   * @throws LostPartitionException if it has been taken away
   */
  public Optional<ConsumerGroupMetadata> membership() throws LostPartitionException {
    // In this order: a loss is noted before a newer membership can be seen.
    Optional<ConsumerGroupMetadata> known = membership.get();
    check();
    return known;
  }

  /**
   * Returns while it is held.
   *
   * @throws LostPartitionException if it has been taken away
   */
  public void check() throws LostPartitionException {
    if (isLost()) {
      throw new LostPartitionException();
    }
  }

  /** From now on losing it interrupts the calling thread. */
  synchronized void beginWork() throws LostPartitionException {
    check();
    worker = Optional.of(Thread.currentThread());
  }

  /** Ends what {@link #beginWork} began; an interruption because of a loss is taken back. */
  synchronized void endWork() {
    worker = Optional.empty();
    if (lost) {
      boolean unused = Thread.interrupted();
    }
  }

  synchronized void lose() {
    lost = true;
    worker.ifPresent(Thread::interrupt);
  }
}
