package org.lammstream.store.maintenance;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Closes channels that do not get on in time: whoever waits on one is thrown out, for a blocking
 * channel has no time limit of its own. Thread-safe.
 */
final class Deadlines implements Closeable {

  private final ScheduledThreadPoolExecutor timer;

  Deadlines(String threadName) {
    timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, threadName);
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
  }

  /** Something that waits for a channel. */
  interface Step<T> {
    T run() throws IOException;
  }

  /**
   * Runs a step; closes the channel if it takes longer.
   *
   * @throws java.nio.channels.AsynchronousCloseException if it did
   */
  <T> T within(Duration limit, Channel channel, Step<T> step) throws IOException {
    Future<?> closing =
        timer.schedule(() -> closeQuietly(channel), limit.toNanos(), TimeUnit.NANOSECONDS);
    try {
      return step.run();
    } finally {
      closing.cancel(false);
    }
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // Whoever uses the channel finds it closed or broken, which is all that was wanted.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
