package org.lammstream.manager.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers meters by their description, and nothing else. Thread-safe; asking for the same meter
 * with the same tags again gives the same one.
 */
final class Instruments {
  private final MeterRegistry registry;

  /** Micrometer holds what a counter asks by a weak reference only. */
  private final Queue<DoubleSupplier> functions = new ConcurrentLinkedQueue<>();

  Instruments(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A gauge that asks {@code value} whenever it is read; that must be quick and not throw. */
  void gauge(MeterSpec spec, DoubleSupplier value, String... tagValues) {
    Gauge.builder(spec.name(), value, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .description(spec.description())
        .baseUnit(unit(spec))
        .tags(tags(spec, tagValues))
        .register(registry);
  }

  /** A counter. */
  Counter counter(MeterSpec spec, String... tagValues) {
    return Counter.builder(spec.name())
        .description(spec.description())
        .baseUnit(unit(spec))
        .tags(tags(spec, tagValues))
        .register(registry);
  }

  /** A counter that somebody else counts. */
  void counter(MeterSpec spec, DoubleSupplier value, String... tagValues) {
    functions.add(value);
    FunctionCounter.builder(spec.name(), value, DoubleSupplier::getAsDouble)
        .description(spec.description())
        .baseUnit(unit(spec))
        .tags(tags(spec, tagValues))
        .register(registry);
  }

  /** A timer with a histogram of these bounds. */
  Timer timer(MeterSpec spec, List<Duration> bounds, String... tagValues) {
    return Timer.builder(spec.name())
        .description(spec.description())
        .serviceLevelObjectives(bounds.toArray(Duration[]::new))
        .tags(tags(spec, tagValues))
        .register(registry);
  }

  /** A summary with a histogram of these bounds. */
  DistributionSummary summary(MeterSpec spec, double... bounds) {
    return DistributionSummary.builder(spec.name())
        .description(spec.description())
        .baseUnit(unit(spec))
        .serviceLevelObjectives(bounds)
        .register(registry);
  }

  /** The tags of a meter with these values, in the order of its description. */
  static Tags tags(MeterSpec spec, String... values) {
    if (values.length != spec.tags().size()) {
      throw new IllegalArgumentException(
          spec.name() + " has the tags " + spec.tags() + ", not " + values.length);
    }
    List<Tag> tags = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(spec.tags().get(i), values[i]));
    }
    return Tags.of(tags);
  }

  private static @Nullable String unit(MeterSpec spec) {
    return spec.unit().isEmpty() ? null : spec.unit();
  }
}
