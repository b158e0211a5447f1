package org.lammstream.stream.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Samples;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.codec.ResultMessage;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.publish.PublishedTask;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

@ExtendWith(BrokerExtension.class)
class ResultReaderTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KafkaConnection connection;
  private final Topics topics;

  ResultReaderTest(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
  }

  @BeforeEach
  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, TopicLayout.partitions(2));
      admin.ensure(topics, TopicLayout.partitions(5)); // leaves them as they are
      assertThat(admin.check(topics))
          .extracting(status -> status.describe())
          .containsExactly(
              topics.tasks() + ": 2 partitions",
              topics.results() + ": 2 partitions",
              topics.deadLetters() + ": 1 partition");
    }
  }

  @Test
  void resultsAreReadFromTheBeginningOrFromNowOn() {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(List.of(result("early")));
      try (ResultReader fromEnd = ResultReader.fromEnd(connection, topics);
          ResultReader fromBeginning = ResultReader.fromBeginning(connection, topics)) {
        OutgoingRecord late = result("late");
        OutgoingRecord noResult =
            new OutgoingRecord(topics.results(), late.key(), new byte[3], late.headers());
        publisher.publish(List.of(noResult, status(), late));

        assertThat(read(fromEnd, 1)).containsExactly("late");
        assertThat(read(fromBeginning, 2)).containsExactly("early", "late");
      }
    }
  }

  @Test
  void resultsOfANewerVersionArePassedOver() {
    OutgoingRecord known = result("known");
    List<RecordHeader> headers =
        known.headers().stream()
            .map(
                header ->
                    header.name().equals("ce_type")
                        ? RecordHeader.text("ce_type", "org.lammstream.result.v2")
                        : header)
            .toList();
    String json = new String(known.value(), UTF_8);
    byte[] second = json.replace("\"schemaVersion\":1", "\"schemaVersion\":2").getBytes(UTF_8);
    assertThat(second).isNotEqualTo(known.value());
    try (RecordPublisher publisher = RecordPublisher.open(connection);
        ResultReader reader = ResultReader.fromBeginning(connection, topics)) {
      publisher.publish(
          List.of(
              new OutgoingRecord(topics.results(), known.key(), known.value(), headers),
              new OutgoingRecord(topics.results(), known.key(), second, known.headers()),
              known));

      assertThat(read(reader, 1)).containsExactly("known");
    }
  }

  @Test
  void aDeadLetterAsLargeAsALargeTaskRecordFitsIntoItsTopic() throws Exception {
    PublishedTask published;
    try (TaskPublisher publisher = TaskPublisher.open(connection, topics)) {
      published = publisher.publish(Samples.large("l", "t", 2_000_000));
    }
    assertThat(published.records()).hasSizeGreaterThan(2);
    assertThat(published.records())
        .extracting(record -> record.partition())
        .containsOnly(published.records().get(0).partition());
    List<RawRecord> tasks = raw(topics.tasks(), published.records().size());
    Rejection rejection = new Rejection(Reason.INTERNAL, Stage.COMMIT, "x".repeat(5000));
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      for (RawRecord task : tasks) {
        publisher.publish(
            List.of(DeadLetters.toRecord(topics, task, rejection, Optional.empty(), Samples.TIME)));
      }
    }
    List<RawRecord> letters = raw(topics.deadLetters(), tasks.size());

    assertThat(letters.get(1).value().orElseThrow()).isEqualTo(tasks.get(1).value().orElseThrow());
    assertThat(letters.get(1).headers()).containsAll(tasks.get(1).headers());
  }

  @Test
  void aTopicThatIsNotThereIsNamed() {
    Topics none = new Topics("none");
    assertThatThrownBy(() -> ResultReader.fromEnd(connection, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.results");
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      assertThat(admin.check(none)).hasSize(3).noneMatch(status -> status.usable());
    }
  }

  /** Is no result either, and nothing to complain of. */
  private OutgoingRecord status() {
    LearnerPointers event = new LearnerPointers(1, "l", 1, Map.of(), List.of());
    return StatusEvents.toRecord(topics, event, EventStamp.of("s", Samples.TIME));
  }

  private OutgoingRecord result(String task) {
    TaskRejected event = new TaskRejected(1, "l", task, "e-" + task, "EMPTY_TASK", "no classes");
    return ResultEvents.toRecord(topics, event, "r-" + task, Samples.TIME);
  }

  private static List<String> read(ResultReader reader, int count) {
    List<ResultMessage> results = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              results.addAll(reader.poll(Duration.ofMillis(200)));
              return results.size() >= count;
            });
    return results.stream().map(result -> result.event().task()).toList();
  }

  private List<RawRecord> raw(String topic, int count) {
    List<RawRecord> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.fromBeginning(connection, topic)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                records.addAll(reader.poll(Duration.ofMillis(200)));
                return records.size() >= count;
              });
    }
    return records;
  }
}
