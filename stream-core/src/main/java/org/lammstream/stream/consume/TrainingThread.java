package org.lammstream.stream.consume;

import static org.lammstream.stream.event.Rejection.Reason.INTERNAL;
import static org.lammstream.stream.event.Rejection.Stage.COMMIT;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.lammstream.stream.KafkaFaults;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that drives the processor. */
final class TrainingThread {
  /** What became of a piece of work. */
  sealed interface Outcome permits Done, Interrupted, Lost, Failed {}

  /**
   * It is durably committed.
   *
   * @param refused whether as a dead letter
   */
  record Done(boolean refused) implements Outcome {}

  /** Closing came first; nothing is committed. */
  record Interrupted() implements Outcome {}

  /** Another consumer has the partition now; nothing is committed. */
  record Lost() implements Outcome {}

  /** The processor cannot even reject it: going on would lose it. */
  record Failed(Throwable fault) implements Outcome {}

  private static final Logger LOG = LoggerFactory.getLogger(TrainingThread.class);
  private static final long RETRY_MILLIS = 1000;
  private static final long IDLE_MILLIS = 1000;

  private final TaskProcessor processor;
  private final ScheduledExecutorService executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "lamm-training");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicLong processed = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private volatile boolean closing;
  private volatile boolean finishing;

  TrainingThread(TaskProcessor processor) {
    this.processor = processor;
  }

  long processed() {
    return processed.get();
  }

  long rejected() {
    return rejected.get();
  }

  /** Queues work; {@code whenFinished} is called on the training thread. */
  void submit(Work work, Lease lease, Consumer<Outcome> whenFinished) {
    waiting.incrementAndGet();
    executor.execute(
        () -> {
          Outcome outcome = run(work, lease);
          waiting.decrementAndGet();
          whenFinished.accept(outcome);
        });
  }

  /** From now on calls the processor between tasks; {@code failures} is told what it throws. */
  void startIdling(Consumer<Throwable> failures) {
    ScheduledFuture<?> endsWithTheExecutor =
        executor.scheduleWithFixedDelay(
            () -> idle(failures), IDLE_MILLIS, IDLE_MILLIS, TimeUnit.MILLISECONDS);
    LOG.trace("idling: {}", endsWithTheExecutor);
  }

  private void idle(Consumer<Throwable> failures) {
    if (closing || finishing || waiting.get() > 0) {
      return;
    }
    try {
      processor.idle();
    } catch (Throwable e) { // an Error, too, must stop the stream instead of vanishing here
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      if (closing) {
        LOG.debug("given up while closing", e);
      } else {
        failures.accept(e);
      }
    }
  }

  /**
   * Begins nothing more, and waits for what runs.
   *
   * @return whether it ended in time
   */
  boolean finish(Duration timeout) throws InterruptedException {
    finishing = true;
    CountDownLatch reached = new CountDownLatch(1);
    try {
      executor.execute(reached::countDown); // behind what runs; what waits passes unprocessed
    } catch (RejectedExecutionException e) {
      return true; // closed already
    }
    return reached.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Interrupts what runs, drops what waits, and waits for the thread to end.
   *
   * @return whether it ended in time
   */
  boolean close(Duration timeout) throws InterruptedException {
    closing = true;
    executor.shutdownNow();
    return executor.awaitTermination(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Outcome run(Work work, Lease lease) {
    if (closing || finishing) {
      return new Interrupted();
    }
    try {
      lease.beginWork();
    } catch (LostPartitionException e) {
      return new Lost();
    }
    try {
      return work(work, lease);
    } finally {
      lease.endWork();
    }
  }

  private Outcome work(Work work, Lease lease) {
    try {
      return new Done(!attempt(work, lease));
    } catch (LostPartitionException e) {
      LOG.info("{}: {}", work.position(), e.getMessage());
      return new Lost();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (closing) {
        return new Interrupted();
      }
      return lease.isLost()
          ? new Lost()
          : new Failed(new IllegalStateException("interrupted though nobody closes", e));
    } catch (Throwable e) { // an Error, too, must stop the stream instead of vanishing here
      if (lease.isLost() && !(e instanceof Error)) {
        LOG.debug("given up with the partition: {}", work.position(), e);
        return new Lost();
      }
      if (closing) {
        LOG.debug("given up while closing: {}", work.position(), e);
        return new Interrupted();
      }
      return new Failed(e);
    }
  }

  /** Returns whether it was processed, and not refused. */
  private boolean attempt(Work work, Lease lease)
      throws InterruptedException, LostPartitionException {
    try {
      process(work.delivery(), lease);
      processed.incrementAndGet();
      return true;
    } catch (RejectedEventException e) {
      reject(work, lease, e.rejection(), e.reasonBehind());
    } catch (RuntimeException e) {
      if (closing || lease.isLost()) {
        throw e; // most likely the interruption in disguise
      }
      LOG.error("unexpected fault in {}", work.position(), e);
      Rejection internal = new Rejection(INTERNAL, COMMIT, KafkaFaults.oneLine(e));
      reject(work, lease, internal, Optional.of(e));
    }
    return false;
  }

  /** An unreachable broker is no fault of the task: it is tried until the broker is back. */
  private void process(TaskDelivery delivery, Lease lease)
      throws InterruptedException, RejectedEventException, LostPartitionException {
    while (true) {
      try {
        processor.process(delivery, lease);
        return;
      } catch (RuntimeException e) {
        if (closing || !KafkaFaults.isUnreachable(e)) {
          throw e;
        }
        LOG.warn("{}: {}; trying again", delivery.position(), KafkaFaults.oneLine(e));
        Thread.sleep(RETRY_MILLIS);
      }
    }
  }

  private void reject(Work work, Lease lease, Rejection rejection, Optional<Throwable> cause)
      throws InterruptedException, LostPartitionException {
    LOG.warn("rejected {}: {} {}", work.position(), rejection.reason(), rejection.message());
    processor.reject(work.rejected(rejection, cause), lease);
    rejected.incrementAndGet();
  }
}
