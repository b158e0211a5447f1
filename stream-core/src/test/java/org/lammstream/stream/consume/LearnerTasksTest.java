package org.lammstream.stream.consume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

@ExtendWith(BrokerExtension.class)
class LearnerTasksTest {
  private final KafkaConnection connection;
  private final Topics topics;
  private final List<RejectedDelivery> faults = new ArrayList<>();

  LearnerTasksTest(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
  }

  @BeforeEach
  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(20))) {
      admin.ensure(topics, TopicLayout.partitions(3));
    }
  }

  @Test
  void tasksOfOneLearnerComeWholeInOrderAndNothingElse() {
    publish(Samples.task("birds", "one"), "e-1", 900_000);
    publish(Samples.task("dogs", "other"), "e-2", 900_000);
    publish(Samples.large("birds", "two", 50_000), "e-3", 10_000);
    publish(Samples.task("birds", "one"), "e-1", 900_000);

    try (LearnerTasks tasks = open(new ReadFrom.Beginning())) {
      assertThat(names(tasks)).containsExactly("one e-1", "two e-3", "one e-1");
      assertThat(tasks.passedOver()).isEqualTo(1);
      assertThat(tasks.others()).containsExactly("dogs");
      assertThat(tasks.fraction()).isEqualTo(1);
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aPositionIsThatOfTheLastPartAndResumesBehindIt() {
    publish(Samples.large("birds", "two", 50_000), "e-3", 10_000);
    try (LearnerTasks tasks = open(new ReadFrom.Beginning())) {
      SourcePosition position = tasks.next().orElseThrow().position();
      assertThat(position.offset()).isGreaterThan(3);
      assertThat(position.resumeOffset()).isEqualTo(position.offset() + 1);
      assertThat(position.partition().topic()).isEqualTo(topics.tasks());
    }
  }

  @Test
  void recordsThatAreNoTaskAreToldAndPassed() {
    List<OutgoingRecord> parts =
        Samples.records(topics.tasks(), Samples.large("birds", "cut", 50_000), "e-2", 10_000);
    publish(parts.subList(0, parts.size() - 1));
    OutgoingRecord good =
        Samples.records(topics.tasks(), Samples.task("birds", "one"), "e-1", 900_000).get(0);
    publish(
        List.of(
            new OutgoingRecord(good.topic(), good.key(), new byte[] {'{'}, good.headers()), good));

    try (LearnerTasks tasks = open(new ReadFrom.Beginning())) {
      assertThat(names(tasks)).containsExactly("one e-1");
    }
    assertThat(faults)
        .extracting(fault -> fault.rejection().reason())
        .containsExactly(Reason.MALFORMED_EVENT, Reason.INCOMPLETE_TASK);
  }

  @Test
  void readingBeginsAtAnOffsetOrATimeAndEndsAtATime() throws InterruptedException {
    publish(Samples.task("birds", "one"), "e-1", 900_000);
    Thread.sleep(5); // records' times are milliseconds
    Instant between = Instant.now();
    Thread.sleep(5);
    publish(Samples.task("birds", "two"), "e-2", 900_000);
    publish(Samples.task("birds", "three"), "e-3", 900_000);

    try (LearnerTasks tasks = open(new ReadFrom.Offset(2))) {
      assertThat(names(tasks)).containsExactly("three e-3");
    }
    try (LearnerTasks tasks = open(new ReadFrom.Offset(1000))) {
      assertThat(names(tasks)).isEmpty();
    }
    try (LearnerTasks tasks = open(new ReadFrom.Time(between))) {
      assertThat(names(tasks)).containsExactly("two e-2", "three e-3");
    }
    try (LearnerTasks tasks = open(new ReadFrom.Beginning(), Optional.of(between))) {
      assertThat(names(tasks)).containsExactly("one e-1");
    }
  }

  /** As if partitions had been added between the tasks, which moves a key. */
  @Test
  void tasksInSeveralPartitionsComeInTheOrderOfTheirTimes() {
    publishAt(2, 1000, "one");
    publishAt(0, 2000, "two");
    publishAt(0, 3000, "three");
    publishAt(2, 2500, "between");

    try (LearnerTasks tasks = open(new ReadFrom.Beginning())) {
      assertThat(names(tasks))
          .containsExactly("one e-one", "two e-two", "between e-between", "three e-three");
    }
  }

  private void publishAt(int partition, long time, String task) {
    OutgoingRecord record =
        Samples.records(topics.tasks(), Samples.task("birds", task), "e-" + task, 900_000).get(0);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            connection.settings(Map.of(), Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> sent =
          new ProducerRecord<>(record.topic(), partition, time, record.key(), record.value());
      record.headers().forEach(header -> sent.headers().add(header.name(), header.value()));
      assertThat(producer.send(sent)).succeedsWithin(Duration.ofSeconds(20));
    }
  }

  @Test
  void whatComesAfterOpeningIsNotRead() {
    publish(Samples.task("birds", "one"), "e-1", 900_000);
    try (LearnerTasks tasks = open(new ReadFrom.Beginning())) {
      publish(Samples.task("birds", "two"), "e-2", 900_000);
      assertThat(names(tasks)).containsExactly("one e-1");
    }
  }

  @Test
  void aTopicThatIsNotThereIsNamedAndNotMade() {
    Topics missing = new Topics("missing");
    assertThatThrownBy(
            () ->
                LearnerTasks.open(
                    connection,
                    missing.tasks(),
                    "birds",
                    new ReadFrom.Beginning(),
                    Optional.empty(),
                    faults::add))
        .isInstanceOf(UnknownTopicException.class)
        .hasMessageContaining("missing.tasks");
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(20))) {
      assertThat(admin.check(missing)).noneMatch(status -> status.exists());
    }
  }

  private LearnerTasks open(ReadFrom from) {
    return open(from, Optional.empty());
  }

  private LearnerTasks open(ReadFrom from, Optional<Instant> until) {
    return LearnerTasks.open(connection, topics.tasks(), "birds", from, until, faults::add);
  }

  private static List<String> names(LearnerTasks tasks) {
    List<String> names = new ArrayList<>();
    for (Optional<TaskDelivery> next = tasks.next(); next.isPresent(); next = tasks.next()) {
      names.add(next.get().event().task() + " " + next.get().eventId());
    }
    return names;
  }

  private void publish(TaskEvent event, String id, int maxBytes) {
    publish(Samples.records(topics.tasks(), event, id, maxBytes));
  }

  private void publish(List<OutgoingRecord> records) {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(records);
    }
  }
}
