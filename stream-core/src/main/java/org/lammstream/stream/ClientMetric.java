package org.lammstream.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * A number that a Kafka client measures about itself, as it is now. Names, units and meanings are
 * Kafka's own ("Monitoring" in its documentation).
 *
 * @param group Kafka's group, for example {@code consumer-coordinator-metrics}
 * @param name for example {@code rebalance-total}
 * @param tags for example {@code client-id}, and {@code topic} where it is about one topic
 * @param value NaN where nothing was measured yet
 */
public record ClientMetric(String group, String name, Map<String, String> tags, double value) {
  /** Rejects nulls and copies the tags. */
  public ClientMetric {
    Objects.requireNonNull(group);
    Objects.requireNonNull(name);
    tags = Map.copyOf(tags);
  }

  /**
   * All numbers of one client; its texts are left out. Public only for the sub-packages of this
   * library.
   *
   * @param metrics what a client's {@code metrics()} returned, which any thread may call
   */
  public static List<ClientMetric> all(Map<MetricName, ? extends Metric> metrics) {
    List<ClientMetric> numbers = new ArrayList<>();
    metrics.forEach(
        (name, metric) -> {
          if (metric.metricValue() instanceof Number number) {
            numbers.add(
                new ClientMetric(name.group(), name.name(), name.tags(), number.doubleValue()));
          }
        });
    return List.copyOf(numbers);
  }
}
