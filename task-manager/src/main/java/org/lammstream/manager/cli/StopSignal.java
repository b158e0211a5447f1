package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.lammstream.stream.consume.AssemblyLimits;
import org.lammstream.stream.consume.TaskConsumerSettings;

/**
 * What SIGTERM and Ctrl-C do while a command streams: the thread that runs the command is
 * interrupted, and the JVM waits until that thread has closed everything.
 */
final class StopSignal implements AutoCloseable {
  /** How long a consumer waits for the task in process to notice that it is to end. */
  private static final Duration TASK_GRACE = Duration.ofSeconds(30);

  /** Longer, since a consumer's own threads, producer, store and broker close after the task. */
  private static final Duration GRACE = TASK_GRACE.plusSeconds(30);

  private final Thread runner = Thread.currentThread();
  private final Duration patience;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "lamm-stop");
  private volatile boolean requested;

  private StopSignal(Duration patience) {
    this.patience = patience;
  }

  /** Watches over the calling thread until closed by it. */
  static StopSignal watch() {
    return watch(Duration.ZERO);
  }

  /**
   * The same for a thread that does not close everything at once when it is interrupted.
   *
   * @param before how long it may go on
   */
  static StopSignal watch(Duration before) {
    StopSignal signal = new StopSignal(GRACE.plus(before));
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /**
   * Runs a job that ends in order when the process is told to stop.
   *
   * @param kept what is safe then, for the user
   * @return the job's exit code, or that of a failure
   */
  static int guard(Console console, String kept, Callable<Integer> job) throws Exception {
    try (StopSignal stop = watch()) {
      try {
        return job.call();
      } catch (Exception e) { // whatever the interruption turned into on its way
        if (!stop.requested()) {
          throw e;
        }
        console.err().println("lamm: stopped; " + kept);
        return LammCli.FAILURE;
      }
    }
  }

  /** How to consume so that a stop is over before the JVM's patience is. */
  static TaskConsumerSettings consumer(String group) {
    return new TaskConsumerSettings(group, AssemblyLimits.defaults(), TASK_GRACE, Optional.empty());
  }

  /** Whether the process has been told to stop. */
  boolean requested() {
    return requested;
  }

  private void stop() {
    requested = true;
    runner.interrupt();
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        Runtime.getRuntime().halt(LammCli.FAILURE); // what is committed is safe
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM began to stop just now; the hook finds that there is nothing to wait for.
      }
    }
  }
}
