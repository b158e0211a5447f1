package org.lammstream.stream.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.BrokerUnreachableException;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Samples;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.TopicStatus;
import org.lammstream.stream.topic.Topics;

class BrokerOutageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final KafkaConnection NOBODY = KafkaConnection.to("127.0.0.1:1");

  @Test
  void theConsumerWaitsForABrokerThatIsDownAndCarriesOn(@TempDir Path directory) throws Exception {
    Topics topics = new Topics("outage");
    RecordingProcessor processor = new RecordingProcessor();
    EmbeddedBroker first = EmbeddedBroker.start(directory);
    KafkaConnection connection = KafkaConnection.to(first.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
    try (TaskPublisher publisher = TaskPublisher.open(connection, topics);
        TaskConsumer consumer =
            TaskConsumer.start(connection, topics, TaskConsumerSettings.group("g"), processor)) {
      publisher.publish(Samples.task("l", "before"));
      await().atMost(PATIENCE).until(() -> processor.tasks().equals(List.of("before")));

      first.close();
      await().atMost(PATIENCE).until(() -> consumer.health().state() == State.WAITING_FOR_BROKER);
      assertThat(consumer.health().problem())
          .hasValue("no Kafka broker answers at " + connection.bootstrapServers());

      try (EmbeddedBroker second = EmbeddedBroker.start(directory, first.port());
          TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
        assertThat(admin.check(topics)).hasSize(3).allMatch(TopicStatus::usable);
        publisher.publish(Samples.task("l", "after"));
        await().atMost(PATIENCE).until(() -> processor.tasks().equals(List.of("before", "after")));
        await().atMost(PATIENCE).until(() -> consumer.health().state() == State.RUNNING);
        assertThat(second.port()).isEqualTo(first.port());
      }
    }
  }

  @Test
  @Timeout(20)
  void withoutABrokerEveryCallEndsInTimeWithOneLine() {
    try (TopicAdmin admin = TopicAdmin.open(NOBODY, SHORT)) {
      assertThatThrownBy(admin::clusterId)
          .isInstanceOf(BrokerUnreachableException.class)
          .hasMessage("no Kafka broker answers at 127.0.0.1:1 (waited 0.8 s)");
      assertThatThrownBy(() -> admin.check(new Topics("x")))
          .isInstanceOf(BrokerUnreachableException.class);
      assertThatThrownBy(() -> admin.ensure(new Topics("x"), TopicLayout.partitions(1)))
          .isInstanceOf(BrokerUnreachableException.class);
    }
    try (RecordPublisher publisher = RecordPublisher.open(NOBODY, SHORT)) {
      assertThatThrownBy(
              () -> publisher.publish(Samples.records("x", Samples.task("l", "t"), "id", 1 << 20)))
          .isInstanceOf(BrokerUnreachableException.class);
    }
    assertThatThrownBy(() -> TopicAdmin.open(KafkaConnection.to("no.such.host.invalid:9"), SHORT))
        .isInstanceOf(BrokerUnreachableException.class);
    assertThatThrownBy(() -> TopicAdmin.open(KafkaConnection.to("nonsense"), SHORT))
        .isInstanceOf(BrokerUnreachableException.class);
  }

  @Test
  @Timeout(20)
  void aConsumerWithoutABrokerSaysSoAndCloses() {
    TaskConsumer consumer =
        TaskConsumer.start(
            NOBODY, new Topics("x"), TaskConsumerSettings.group("g"), new RecordingProcessor());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> consumer.health().state() == State.WAITING_FOR_BROKER);
    consumer.close();

    assertThat(consumer.health().state()).isEqualTo(State.CLOSED);
  }
}
