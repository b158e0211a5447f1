package org.lammstream.manager.metrics;

import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all probes every few seconds on a thread of its own. What a probe throws is counted and
 * forgotten. Thread-safe.
 */
final class Sampler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(10);

  private final Instruments instruments;
  private final List<Probe> probes = new CopyOnWriteArrayList<>();
  private final ScheduledThreadPoolExecutor executor =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "lamm-metrics");
            thread.setDaemon(true);
            return thread;
          });

  Sampler(Instruments instruments, Duration period) {
    this.instruments = instruments;
    ScheduledFuture<?> endsWithTheExecutor =
        executor.scheduleWithFixedDelay(
            this::readAll, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    LOG.trace("sampling: {}", endsWithTheExecutor);
  }

  /** Reads this one too from now on, the first time at once. */
  void add(Probe probe) {
    failures(probe).increment(0);
    probes.add(probe);
    soon(() -> read(probe));
  }

  /** Reads one probe as soon as the thread is free; returns at once. */
  void readSoon(Probe probe) {
    soon(() -> read(probe));
  }

  private void soon(Runnable reading) {
    try {
      executor.execute(reading);
    } catch (RejectedExecutionException e) {
      LOG.trace("closed", e);
    }
  }

  private void readAll() {
    probes.forEach(this::read);
  }

  private void read(Probe probe) {
    if (executor.isShutdown()) {
      return;
    }
    try {
      probe.read();
    } catch (RuntimeException | LinkageError e) {
      failures(probe).increment();
      LOG.debug("no reading of {}", probe.name(), e);
    }
  }

  private Counter failures(Probe probe) {
    return instruments.counter(ProcessMeter.PROBE_FAILURES.spec(), probe.name());
  }

  /** Waits for a reading under way; what the probes read may be closed afterwards. */
  @Override
  public void close() {
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a reading for the metrics does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
