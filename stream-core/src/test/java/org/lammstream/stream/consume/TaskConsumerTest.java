package org.lammstream.stream.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Samples;
import org.lammstream.stream.consume.ConsumerHealth.State;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

@ExtendWith(BrokerExtension.class)
class TaskConsumerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final Topics topics;
  private final RecordingProcessor processor = new RecordingProcessor();

  TaskConsumerTest(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
  }

  @BeforeEach
  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
  }

  @Test
  void tasksArriveInOrderOnOneTrainingThread() throws RejectedEventException {
    try (TaskConsumer consumer = start()) {
      publish("t1", "t2", "t3");
      awaitTasks("t1", "t2", "t3");

      TaskDelivery second = processor.delivered.get(1);
      assertThat(second.event()).isEqualTo(Samples.task("learner", "t2"));
      assertThat(second.position())
          .isEqualTo(new SourcePosition(new SourcePartition(topics.tasks(), 0), 1, 2));
      assertThat(processor.threads).containsExactly("lamm-training");
      await().until(() -> consumer.health().state() == State.RUNNING);
      await().until(() -> consumer.health().processed() == 3 && consumer.health().waiting() == 0);
    }
  }

  @Test
  void betweenTasksTheProcessorIsCalledOnTheTrainingThread() throws RejectedEventException {
    AtomicInteger idle = new AtomicInteger();
    processor.idling = idle::incrementAndGet;
    try (TaskConsumer consumer = start()) {
      await().atMost(PATIENCE).until(() -> idle.get() >= 2);
      publish("t1");
      awaitTasks("t1");
      int soFar = idle.get();
      await().atMost(PATIENCE).until(() -> idle.get() >= soFar + 2);
      assertThat(processor.threads).containsExactly("lamm-training");
      assertThat(consumer.failure()).isEmpty();
    }
  }

  @Test
  void aFaultBetweenTasksStopsTheConsumer() {
    RuntimeException fault = new IllegalStateException("outbox damaged");
    processor.idling =
        () -> {
          throw fault;
        };
    try (TaskConsumer consumer = start()) {
      await().atMost(PATIENCE).until(() -> consumer.health().state() == State.FAILED);
      assertThat(consumer.failure()).hasValue(fault);
    }
  }

  @Test
  void tasksInPartsOfTwoLearnersMayComeMixedInOnePartition() {
    TaskEvent one = Samples.large("learner one", "one", 60_000);
    TaskEvent two = Samples.large("learner two", "two", 50_000);
    List<OutgoingRecord> first = Samples.records(topics.tasks(), one, "1", 9000);
    List<OutgoingRecord> second = Samples.records(topics.tasks(), two, "2", 9000);
    List<OutgoingRecord> mixed = new ArrayList<>();
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      second.stream().skip(i).findFirst().ifPresent(mixed::add);
      first.stream().skip(i).findFirst().ifPresent(mixed::add);
    }
    mixed.add(3, mixed.get(2)); // a duplicate
    try (TaskConsumer consumer = start()) {
      publish(mixed);
      awaitTasks("two", "one");

      assertThat(processor.delivered).extracting(TaskDelivery::event).containsExactly(two, one);
      assertThat(processor.delivered).extracting(TaskDelivery::eventId).containsExactly("2", "1");
      assertThat(processor.delivered.get(0).position().resumeOffset()).isEqualTo(1);
      assertThat(processor.delivered.get(1).position().resumeOffset()).isEqualTo(mixed.size());
      assertThat(consumer.health().rejected()).isZero();
    }
  }

  @Test
  void aPoisonRecordIsRejectedAndTheStreamGoesOn() throws RejectedEventException {
    OutgoingRecord good =
        Samples.records(topics.tasks(), Samples.task("learner", "x"), "x", 1 << 20).get(0);
    byte[] poison = "{\"schemaVersion\":".getBytes(UTF_8);
    TaskEvent empty = TaskEvent.of("learner", "empty", List.of(), List.of(), List.of());
    try (TaskConsumer consumer = start()) {
      publish("before");
      publish(List.of(new OutgoingRecord(topics.tasks(), good.key(), poison, good.headers())));
      publish(Samples.records(topics.tasks(), empty, "e", 1 << 20));
      publish("after");
      awaitTasks("before", "after");

      assertThat(processor.rejected).hasSize(2);
      RejectedDelivery first = processor.rejected.get(0);
      assertThat(first.rejection().reason()).isEqualTo(Reason.MALFORMED_EVENT);
      assertThat(first.records().get(0).value()).hasValue(poison);
      assertThat(first.records().get(0).headers()).isEqualTo(good.headers());
      assertThat(first.id()).isEqualTo(topics.tasks() + "/0/1");
      assertThat(first.position().resumeOffset()).isEqualTo(2);
      RejectedDelivery second = processor.rejected.get(1);
      assertThat(second.rejection().reason()).isEqualTo(Reason.EMPTY_TASK);
      assertThat(second.task())
          .hasValue(new RejectedDelivery.RejectedTask("learner", "empty", "e"));
      assertThat(consumer.health().state()).isEqualTo(State.RUNNING);
    }
  }

  @Test
  void whatTheProcessorRefusesOrFailsAtIsRejectedWithTheOriginalRecords()
      throws RejectedEventException {
    processor.training =
        delivery -> {
          switch (delivery.event().task()) {
            case "refused" ->
                throw new RejectedEventException(Reason.UNREADABLE_IMAGE, Stage.ENCODE, "torn");
            case "broken" -> throw new IllegalStateException("a bug");
            default -> {}
          }
        };
    try (TaskConsumer consumer = start()) {
      publish("refused", "broken", "fine");
      awaitTasks("fine");

      assertThat(processor.rejected)
          .extracting(RejectedDelivery::rejection)
          .containsExactly(
              new Rejection(Reason.UNREADABLE_IMAGE, Stage.ENCODE, "torn"),
              new Rejection(Reason.INTERNAL, Stage.COMMIT, "IllegalStateException: a bug"));
      assertThat(processor.rejected.get(1).cause()).isPresent();
      assertThat(processor.rejected.get(1).records()).hasSize(1);
      assertThat(consumer.failure()).isEmpty();
    }
  }

  @Test
  void anUnreachableBrokerIsNoFaultOfTheTask() throws RejectedEventException {
    AtomicInteger attempts = new AtomicInteger();
    processor.training =
        delivery -> {
          if (attempts.incrementAndGet() < 3) {
            throw new TimeoutException("no broker");
          }
        };
    try (TaskConsumer consumer = start()) {
      publish("patient");
      awaitTasks("patient");
      assertThat(attempts).hasValue(3);
      assertThat(consumer.health().rejected()).isZero();
    }
  }

  @Test
  void trainingLongerThanThePollIntervalKeepsTheMembership() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    processor.training = delivery -> release.await();
    KafkaConnection impatient = connection.with("max.poll.interval.ms", "1500");
    try (TaskConsumer consumer = start(impatient)) {
      publish("long", "next");
      await().until(() -> consumer.health().waiting() == 1);
      List<String> before = members();
      assertThat(before).hasSize(1);

      await()
          .during(Duration.ofSeconds(4))
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(500))
          .until(() -> members().equals(before));
      release.countDown();
      awaitTasks("long", "next");

      assertThat(processor.asked).as("assigned once").hasSize(1);
    }
  }

  @Test
  void aRestartBeginsAtTheStoredOffsetAndNotAtTheGroups() throws RejectedEventException {
    try (TaskConsumer consumer = start()) {
      publish("t0", "t1", "t2");
      awaitTasks("t0", "t1", "t2");
      await().untilAsserted(() -> assertThat(committed()).hasValue(3L));
      assertThat(consumer.failure()).isEmpty();
    }
    processor.delivered.clear();
    processor.offsets.put(new SourcePartition(topics.tasks(), 0), 1L);

    try (TaskConsumer consumer = start()) {
      awaitTasks("t1", "t2");
      assertThat(consumer.failure()).isEmpty();
    }
    processor.delivered.clear();
    processor.offsets.clear();
    try (TaskConsumer consumer = start()) {
      awaitTasks("t0", "t1", "t2");
      assertThat(consumer.failure()).as("an empty store begins at the start").isEmpty();
    }
  }

  @Test
  void aStoredOffsetThatIsGoneBeginsAtTheStart() throws RejectedEventException {
    processor.offsets.put(new SourcePartition(topics.tasks(), 0), 1000L);
    publish("t0");
    try (TaskConsumer consumer = start()) {
      awaitTasks("t0");
      assertThat(consumer.failure()).isEmpty();
    }
  }

  @Test
  void closingInterruptsTheTaskAndItComesAgainAfterTheNextStart() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    processor.training =
        delivery -> {
          begun.countDown();
          never.await();
        };
    TaskConsumer first = start();
    publish("interrupted");
    begun.await();
    first.close();
    assertThat(first.health().state()).isEqualTo(State.CLOSED);
    assertThat(first.failure()).isEmpty();
    assertThat(processor.delivered).isEmpty();
    assertThat(processor.rejected).isEmpty();

    processor.training = delivery -> {};
    try (TaskConsumer second = start()) {
      awaitTasks("interrupted");
      assertThat(second.failure()).isEmpty();
    }
  }

  @Test
  void finishingWaitsForTheTaskInProcessAndBeginsNoOther() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    processor.training =
        delivery -> {
          begun.countDown();
          release.await();
        };
    try (TaskConsumer consumer = start()) {
      publish("at hand", "next");
      begun.await();
      assertThat(consumer.finish(Duration.ofMillis(200))).as("still in process").isFalse();
      release.countDown();
      assertThat(consumer.finish(PATIENCE)).isTrue();
      assertThat(processor.tasks()).containsExactly("at hand");
    }
    try (TaskConsumer consumer = start()) {
      awaitTasks("at hand", "next");
      assertThat(consumer.failure()).isEmpty();
    }
  }

  @Test
  void aProcessorThatCannotEvenRejectStopsTheConsumerAndNothingIsLost() throws Exception {
    RecordingProcessor broken =
        new RecordingProcessor() {
          @Override
          public void reject(RejectedDelivery delivery, Lease lease) {
            throw new IllegalStateException("disk full");
          }
        };
    broken.training =
        delivery -> {
          throw new IllegalStateException("disk full");
        };
    try (TaskConsumer consumer =
        TaskConsumer.start(connection, topics, TaskConsumerSettings.group("g"), broken)) {
      publish("kept");
      consumer.join();

      assertThat(consumer.health().state()).isEqualTo(State.FAILED);
      assertThat(consumer.health().problem()).hasValue("IllegalStateException: disk full");
    }
    try (TaskConsumer consumer = start()) {
      awaitTasks("kept");
      assertThat(consumer.failure()).isEmpty();
    }
  }

  @Test
  void aStoreThatCannotTellItsOffsetStopsTheConsumer() throws Exception {
    RecordingProcessor broken =
        new RecordingProcessor() {
          @Override
          public OptionalLong resumeOffset(SourcePartition partition) {
            throw new IllegalStateException("store is closed");
          }
        };
    try (TaskConsumer consumer =
        TaskConsumer.start(connection, topics, TaskConsumerSettings.group("g"), broken)) {
      consumer.join();

      assertThat(consumer.health().state()).isEqualTo(State.FAILED);
    }
  }

  private TaskConsumer start() {
    return start(connection);
  }

  private TaskConsumer start(KafkaConnection with) {
    return TaskConsumer.start(with, topics, TaskConsumerSettings.group(topics.prefix()), processor);
  }

  private void publish(String... tasks) throws RejectedEventException {
    try (TaskPublisher publisher = TaskPublisher.open(connection, topics)) {
      for (String task : tasks) {
        publisher.publish(Samples.task("learner", task), "id of " + task);
      }
    }
  }

  private void publish(List<OutgoingRecord> records) {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(records);
    }
  }

  private void awaitTasks(String... tasks) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(processor.tasks()).containsExactly(tasks));
  }

  private List<String> members() throws Exception {
    try (Admin admin = admin()) {
      return admin.describeConsumerGroups(List.of(topics.prefix())).all().get().values().stream()
          .flatMap(group -> group.members().stream())
          .map(MemberDescription::consumerId)
          .toList();
    }
  }

  private Optional<Long> committed() throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetAndMetadata> offsets =
          admin.listConsumerGroupOffsets(topics.prefix()).partitionsToOffsetAndMetadata().get();
      return Optional.ofNullable(offsets.get(new TopicPartition(topics.tasks(), 0)))
          .map(OffsetAndMetadata::offset);
    }
  }

  private Admin admin() {
    return Admin.create(connection.settings(Map.of(), Map.of()));
  }
}
