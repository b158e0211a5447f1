package org.lammstream.manager.metrics;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.lammstream.stream.ClientMetric;

/**
 * Meters of a process that only reads results: itself and its Kafka client. Learners are measured
 * by their workers; a second copy of their numbers would only be added to the first. Thread-safe.
 */
public final class ReaderMetrics implements AutoCloseable {
  private final ProcessMetrics process;
  private final Sampler sampler;

  private ReaderMetrics(ProcessMetrics process, Sampler sampler) {
    this.process = process;
    this.sampler = sampler;
  }

  /**
   * Begins to measure.
   *
   * @param version of this program
   * @param client what the consumer measures about itself
   * @param ready whether the process can answer
   * @param learners how many it knows
   * @param period how often the client is read
   */
  public static ReaderMetrics of(
      String version,
      Supplier<List<ClientMetric>> client,
      BooleanSupplier ready,
      IntSupplier learners,
      Duration period) {
    ProcessMetrics process = new ProcessMetrics(version);
    Instruments instruments = process.instruments();
    instruments.gauge(ProcessMeter.READY.spec(), () -> ready.getAsBoolean() ? 1 : 0);
    instruments.gauge(LearnerMeter.LEARNERS.spec(), learners::getAsInt);
    Sampler sampler = new Sampler(instruments, period);
    sampler.add(new KafkaProbe(List.of(client), instruments));
    return new ReaderMetrics(process, sampler);
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return process.scrape();
  }

  @Override
  public void close() {
    sampler.close();
    process.close();
  }
}
