package org.lammstream.manager.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import java.util.List;

/**
 * One meter of the catalogue. Everything is registered from such a description, and the list in the
 * documentation is made from the same ones.
 *
 * @param name lower case, dotted
 * @param kind what is measured
 * @param unit base unit, empty for a plain number
 * @param tags names of its tags; the values of each are bounded
 * @param description one sentence
 */
record MeterSpec(String name, Kind kind, String unit, List<String> tags, String description) {
  /** Kinds of meters. */
  enum Kind {
    /** A value of this moment. */
    GAUGE(Meter.Type.GAUGE),
    /** A number that only grows while the process lives. */
    COUNTER(Meter.Type.COUNTER),
    /** Durations: how many, their sum, the longest of late, and a histogram. */
    TIMER(Meter.Type.TIMER),
    /** Sizes: how many, their sum, the largest of late, and a histogram. */
    SUMMARY(Meter.Type.DISTRIBUTION_SUMMARY);

    private final Meter.Type type;

    Kind(Meter.Type type) {
      this.type = type;
    }
  }

  static MeterSpec gauge(String name, String unit, String description, String... tags) {
    return new MeterSpec(name, Kind.GAUGE, unit, List.of(tags), description);
  }

  static MeterSpec counter(String name, String unit, String description, String... tags) {
    return new MeterSpec(name, Kind.COUNTER, unit, List.of(tags), description);
  }

  static MeterSpec timer(String name, String description, String... tags) {
    return new MeterSpec(name, Kind.TIMER, "seconds", List.of(tags), description);
  }

  static MeterSpec summary(String name, String unit, String description, String... tags) {
    return new MeterSpec(name, Kind.SUMMARY, unit, List.of(tags), description);
  }

  /** The name in Prometheus; a timer's or a summary's without {@code _count} and the like. */
  String prometheusName() {
    String converted =
        new PrometheusNamingConvention().name(name, kind.type, unit.isEmpty() ? null : unit);
    return kind == Kind.COUNTER ? converted + "_total" : converted;
  }
}
