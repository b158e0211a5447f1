package org.lammstream.stream.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.ClientMetric;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

@ExtendWith(BrokerExtension.class)
class ClientMetricTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void bothClientsTellTheirNumbersToAnyThread(KafkaConnection connection, Topics topics) {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
    TaskConsumerSettings settings = TaskConsumerSettings.group("numbers-" + topics.prefix());
    try (RecordPublisher publisher = RecordPublisher.open(connection);
        TaskConsumer consumer =
            TaskConsumer.start(connection, topics, settings, new RecordingProcessor())) {
      publisher.publish(
          List.of(new OutgoingRecord(topics.tasks(), new byte[] {1}, new byte[] {2}, List.of())));
      // A topic that was made just now may have no leader yet: then the record is sent once more.
      assertThat(
              number(publisher.clientMetrics(), "producer-metrics", "record-send-total").orElse(0))
          .isPositive();
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(
                          number(
                              consumer.clientMetrics(),
                              "consumer-fetch-manager-metrics",
                              "records-consumed-total"))
                      .hasValue(1));
      assertThat(consumer.clientMetrics())
          .filteredOn(metric -> metric.group().equals("consumer-coordinator-metrics"))
          .allMatch(metric -> "lamm-worker".equals(metric.tags().get("client-id")))
          .isNotEmpty();
    }
  }

  @Test
  void aClosedConsumerHasNone(KafkaConnection connection, Topics topics) {
    TaskConsumer consumer =
        TaskConsumer.start(
            connection,
            topics,
            TaskConsumerSettings.group("closed-" + topics.prefix()),
            new RecordingProcessor());
    consumer.close();
    assertThat(consumer.clientMetrics()).isEmpty();
  }

  /** Of the whole client, not of one topic or node. */
  private static OptionalDouble number(List<ClientMetric> metrics, String group, String name) {
    return metrics.stream()
        .filter(metric -> metric.group().equals(group) && metric.name().equals(name))
        .filter(metric -> metric.tags().size() == 1)
        .mapToDouble(ClientMetric::value)
        .findFirst();
  }
}
