package org.lammstream.manager.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.ClientMetric;

class KafkaMeterTest {
  @Test
  void milliSecondsBecomeSecondsAndOneNodesNumbersAreLeftOut() {
    List<ClientMetric> metrics =
        List.of(
            metric("request-latency-avg", Map.of("client-id", "a", "node-id", "1"), 999),
            metric("request-latency-avg", Map.of("client-id", "a"), 250));
    assertThat(KafkaMeter.REQUEST_LATENCY.value(metrics)).isEqualTo(0.25);
  }

  @Test
  void whatKafkaDoesNotKnowYetIsNoNumber() {
    assertThat(KafkaMeter.REQUEST_LATENCY.value(List.of())).isNaN();
    assertThat(
            KafkaMeter.REQUEST_LATENCY.value(
                List.of(metric("request-latency-avg", Map.of("client-id", "a"), -1))))
        .isNaN();
  }

  private static ClientMetric metric(String name, Map<String, String> tags, double value) {
    return new ClientMetric("producer-metrics", name, tags, value);
  }
}
