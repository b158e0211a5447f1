package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.Topics;

class ResultEventsTest {
  private static final Topics TOPICS = new Topics("p");
  private static final VersionCommitted COMMITTED =
      new VersionCommitted(
          1,
          "l",
          3,
          OptionalInt.of(2),
          "t",
          "event-9",
          List.of("cat"),
          Samples.SHA,
          List.of(new TaskAccuracy("t", 7, 9)),
          Map.of("forgetting", 0.25),
          Map.of("align", 1.5),
          Optional.of(
              new Provenance(
                  "event-9",
                  "p.tasks",
                  4,
                  1234567890123L,
                  Map.of("old", "frozen", "epochs", "5"),
                  Long.MIN_VALUE,
                  "clip",
                  Samples.SHA,
                  "1.0+abc",
                  "17",
                  "Linux",
                  "amd64",
                  "a processor",
                  "PyTorch 2",
                  2)),
          Optional.of(false),
          Optional.of(
              new HeldBack(
                  2,
                  3.5,
                  2,
                  List.of(new ClassLoss("lion", "cat", 7), new ClassLoss("dog", "cat", 1)))));
  private static final TaskRejected REJECTED =
      new TaskRejected(1, "l", "t", "event-9", "EMPTY_TASK", "task 't' has no classes");

  @Test
  void bothKindsComeBackAsTheyWere() throws RejectedEventException {
    for (ResultEvent event : List.<ResultEvent>of(COMMITTED, REJECTED)) {
      OutgoingRecord record = ResultEvents.toRecord(TOPICS, event, "r-1", Samples.TIME);

      assertThat(record.topic()).isEqualTo("p.results");
      assertThat(record.headers())
          .contains(
              RecordHeader.text("ce_type", "org.lammstream.result.v1"),
              RecordHeader.text("ce_id", "r-1"));
      assertThat(ResultEvents.read(Samples.read(record, 0)))
          .isEqualTo(new ResultMessage("r-1", Samples.TIME, event));
    }
  }

  @Test
  void aFieldOfANewerWorkerIsIgnored() throws RejectedEventException {
    String json = new String(ResultEvents.toJson(REJECTED), UTF_8);
    byte[] more = json.replace("{\"event\"", "{\"host\":\"h\",\"event\"").getBytes(UTF_8);

    assertThat(ResultEvents.fromJson(more)).isEqualTo(REJECTED);
  }

  /** As the first release wrote it. */
  @Test
  void anEventWithoutParentAndProvenanceStaysReadable() throws RejectedEventException {
    String json =
        "{\"event\":\"version-committed\",\"schemaVersion\":1,\"learner\":\"l\",\"version\":3,\"task\":\"t\","
            + "\"taskEventId\":\"event-9\",\"classes\":[\"cat\"],\"embeddingsSha256\":\""
            + Samples.SHA
            + "\",\"accuracies\":[{\"task\":\"t\",\"correct\":7,\"total\":9}],"
            + "\"metrics\":{\"forgetting\":0.25},\"seconds\":{\"align\":1.5}}";

    VersionCommitted read = (VersionCommitted) ResultEvents.fromJson(json.getBytes(UTF_8));

    assertThat(read.parent()).isEmpty();
    assertThat(read.provenance()).isEmpty();
    assertThat(read.promoted()).isEmpty();
    assertThat(read.heldBack()).isEmpty();
    assertThat(new String(ResultEvents.toJson(read), UTF_8)).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource({
    "version-committed,something-else",
    "\"version\":3,\"version\":0",
    "\"version\":3,\"v\":3",
    "\"correct\":7,\"correct\":-1",
    "\"engine\":,\"motor\":",
    "\"threads\":2,\"threads\":-2",
    "\"parent\":2,\"parent\":0",
    "\"promoted\":false,\"promoted\":1",
    "\"pointsLost\":3.5,\"pointsLost\":-1",
    "\"examples\":7,\"examples\":0",
    "\"took\":,\"takes\":",
    "0.25,\"much\"",
    "0123456789abcdef,xyz"
  })
  void whatBreaksTheSchemaIsRejected(String before, String after) {
    String json = new String(ResultEvents.toJson(COMMITTED), UTF_8);
    assertThat(json).contains(before);
    byte[] broken = json.replace(before, after).getBytes(UTF_8);

    assertThatThrownBy(() -> ResultEvents.fromJson(broken))
        .isInstanceOf(RejectedEventException.class);
  }

  @Test
  void aMetricThatJsonCannotSayIsRefusedAtOnce() {
    assertThatThrownBy(
            () ->
                new VersionCommitted(
                    1,
                    "l",
                    1,
                    OptionalInt.empty(),
                    "t",
                    "e",
                    List.of(),
                    Samples.SHA,
                    List.of(),
                    Map.of("forgetting", Double.NaN),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("forgetting");
  }
}
