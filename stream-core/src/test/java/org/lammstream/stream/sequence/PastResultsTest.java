package org.lammstream.stream.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.lammstream.stream.BrokerExtension;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Samples;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.codec.StatusEvents;
import org.lammstream.stream.consume.UnknownTopicException;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

@ExtendWith(BrokerExtension.class)
class PastResultsTest {
  private final KafkaConnection connection;
  private final Topics topics;

  PastResultsTest(KafkaConnection connection, Topics topics) {
    this.connection = connection;
    this.topics = topics;
  }

  @Test
  void resultsOfOneLearnerAreFoundByTheirTasks() {
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(20))) {
      admin.ensure(topics, TopicLayout.partitions(2));
    }
    OutgoingRecord broken =
        new OutgoingRecord(topics.results(), new byte[0], new byte[] {1}, List.of());
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(
          List.of(
              record(committed("birds", 1, "e-1")),
              record(new TaskRejected(1, "birds", "t", "e-2", "EMPTY_TASK", "no classes")),
              record(committed("dogs", 1, "e-3")),
              broken,
              StatusEvents.toRecord(
                  topics,
                  new LearnerPointers(1, "birds", 9, Map.of(), List.of()),
                  EventStamp.of("s", Samples.TIME)),
              record(committed("birds", 2, "e-2")),
              record(committed("birds", 7, "e-1"))));
    }

    PastResults results = PastResults.read(connection, topics, "birds");

    assertThat(results.size()).isEqualTo(2);
    assertThat(results.version("e-1").orElseThrow().version()).isEqualTo(1);
    assertThat(results.version("e-2").orElseThrow().provenance())
        .contains(Sequences.provenance("e-2"));
    assertThat(results.version("e-2").orElseThrow().parent()).hasValue(1);
    assertThat(results.refusal("e-2")).contains("no classes");
    assertThat(results.version("e-3")).isEmpty();
    assertThat(results.refusal("e-1")).isEmpty();
  }

  @Test
  void aMissingTopicIsNamed() {
    assertThatThrownBy(() -> PastResults.read(connection, new Topics("nothing"), "birds"))
        .isInstanceOf(UnknownTopicException.class)
        .hasMessageContaining("nothing.results");
  }

  private OutgoingRecord record(ResultEvent event) {
    return ResultEvents.toRecord(topics, event, "r-" + event.hashCode(), Samples.TIME);
  }

  private static VersionCommitted committed(String learner, int number, String eventId) {
    return new VersionCommitted(
        1,
        learner,
        number,
        number == 1 ? OptionalInt.empty() : OptionalInt.of(number - 1),
        "task " + eventId,
        eventId,
        List.of("cat"),
        Samples.SHA,
        List.of(),
        Map.of(),
        Map.of(),
        Optional.of(Sequences.provenance(eventId)),
        Optional.empty(),
        Optional.empty());
  }
}
