package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.LearnerPointers;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.StatusEvent;
import org.lammstream.stream.event.TaskProgress;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;

class StatusEventsTest {
  private static final Topics TOPICS = new Topics("p");
  private static final LearnerPointers POINTERS =
      new LearnerPointers(1, "l", 3, Map.of("champion", 2, "gold", 1), List.of(1));

  private static TaskProgress progress(OptionalInt epoch, OptionalDouble loss) {
    return new TaskProgress(
        1, "l", "t", "event-9", "align", 3, 50, epoch, epoch, loss, 1.5, OptionalDouble.of(20));
  }

  private static OutgoingRecord record(StatusEvent event) {
    return StatusEvents.toRecord(TOPICS, event, EventStamp.of("id", Samples.TIME));
  }

  @Test
  void statusEventsTravelInTheResultsTopicAndComeBackEqual() throws Exception {
    for (StatusEvent event :
        List.of(
            POINTERS,
            progress(OptionalInt.of(3), OptionalDouble.of(0.25)),
            progress(OptionalInt.empty(), OptionalDouble.empty()))) {
      OutgoingRecord record = record(event);
      assertThat(record.topic()).isEqualTo("p.results");
      assertThat(record.key()).isEqualTo("l".getBytes(UTF_8));
      assertThat(StatusEvents.isStatus(Samples.read(record, 0))).isTrue();
      assertThat(StatusEvents.read(Samples.read(record, 0)))
          .isEqualTo(new StatusMessage(Samples.TIME, event));
    }
  }

  @Test
  void whatIsNotKnownYetIsAbsent() {
    String json =
        new String(record(progress(OptionalInt.empty(), OptionalDouble.empty())).value(), UTF_8);
    assertThat(json).doesNotContain("epoch", "loss", "null");
  }

  @Test
  void aResultIsNoStatusAndAStatusNoResult() {
    OutgoingRecord result =
        ResultEvents.toRecord(
            TOPICS, new TaskRejected(1, "l", "t", "e", "R", "m"), "id", Samples.TIME);
    assertThat(StatusEvents.isStatus(Samples.read(result, 0))).isFalse();
    assertThatThrownBy(() -> StatusEvents.read(Samples.read(result, 0)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("no status");
    assertThatThrownBy(() -> ResultEvents.read(Samples.read(record(POINTERS), 0)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("no result");
  }

  @Test
  void whatBreaksTheSchemaIsRefused() {
    OutgoingRecord good = record(POINTERS);
    for (String[] change :
        new String[][] {{"\"head\":3", "\"head\":0"}, {"\"gold\":1", "\"gold\":\"x\""}}) {
      String json = new String(good.value(), UTF_8);
      assertThat(json).contains(change[0]);
      byte[] broken = json.replace(change[0], change[1]).getBytes(UTF_8);
      OutgoingRecord record = new OutgoingRecord(good.topic(), good.key(), broken, good.headers());
      assertThatThrownBy(() -> StatusEvents.read(Samples.read(record, 0)))
          .isInstanceOf(RejectedEventException.class);
    }
    assertThatThrownBy(() -> progress(OptionalInt.of(1), OptionalDouble.of(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
