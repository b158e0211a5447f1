package org.lammstream.manager.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.lammstream.stream.ClientMetric;

/** Reads what the Kafka clients say about themselves. */
final class KafkaProbe implements Probe {
  private final List<Supplier<List<ClientMetric>>> clients;
  private volatile Map<KafkaMeter, Double> last = Map.of();

  KafkaProbe(List<Supplier<List<ClientMetric>>> clients, Instruments instruments) {
    this.clients = List.copyOf(clients);
    for (KafkaMeter meter : KafkaMeter.values()) {
      switch (meter.spec().kind()) {
        case COUNTER -> instruments.counter(meter.spec(), () -> orElse(meter, 0));
        default -> instruments.gauge(meter.spec(), () -> orElse(meter, Double.NaN));
      }
    }
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public void read() {
    List<ClientMetric> all = new ArrayList<>();
    clients.forEach(client -> all.addAll(client.get()));
    Map<KafkaMeter, Double> values = new EnumMap<>(KafkaMeter.class);
    for (KafkaMeter meter : KafkaMeter.values()) {
      double value = meter.value(all);
      if (!Double.isNaN(value)) {
        values.put(meter, value);
      }
    }
    last = values;
  }

  private double orElse(KafkaMeter meter, double absent) {
    return last.getOrDefault(meter, absent);
  }
}
