package org.lammstream.manager.metrics;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/**
 * The registry of this process with what every process tells: JVM, memory, build. Thread-safe; the
 * owner closes it.
 */
public final class ProcessMetrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Instruments instruments = new Instruments(registry);
  private final ProcessMeters meters;

  /**
   * A new registry.
   *
   * @param version of this program
   */
  public ProcessMetrics(String version) {
    this.meters = new ProcessMeters(registry, instruments);
    instruments.gauge(ProcessMeter.BUILD.spec(), () -> 1, version);
  }

  Instruments instruments() {
    return instruments;
  }

  /** All meters in Prometheus' text format, version 0.0.4. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    meters.close();
    registry.close();
  }
}
