package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.Topics;

class DeadLettersTest {
  private static final Topics TOPICS = new Topics("p");
  private static final Rejection REJECTION =
      new Rejection(Reason.UNREADABLE_IMAGE, Stage.ENCODE, "example 3:\n no image");

  @Test
  void theOriginalIsUntouchedAndTheReasonIsInHeaders() {
    RecordHeader own = new RecordHeader("h", new byte[] {0, -1});
    RawRecord original =
        new RawRecord(
            "p.tasks",
            4,
            77,
            Samples.TIME,
            Optional.of(new byte[] {-1, 5}),
            Optional.of(new byte[] {9, 0, -128}),
            List.of(own, own));

    OutgoingRecord letter =
        DeadLetters.toRecord(
            TOPICS,
            original,
            REJECTION,
            Optional.of(new IllegalStateException("secret")),
            Samples.TIME);

    assertThat(letter.topic()).isEqualTo("p.tasks.dlq");
    assertThat(letter.key()).containsExactly(-1, 5);
    assertThat(letter.value()).containsExactly(9, 0, -128);
    assertThat(letter.headers())
        .containsExactly(
            own,
            own,
            RecordHeader.text("lamm_stage", "ENCODE"),
            RecordHeader.text("lamm_reason", "UNREADABLE_IMAGE"),
            RecordHeader.text("lamm_message", "example 3: no image"),
            RecordHeader.text("lamm_exception", "java.lang.IllegalStateException"),
            RecordHeader.text("lamm_source_topic", "p.tasks"),
            RecordHeader.text("lamm_source_partition", "4"),
            RecordHeader.text("lamm_source_offset", "77"),
            RecordHeader.text("lamm_time", "2026-01-02T03:04:05.678Z"));
  }

  @Test
  void whatWasNullInTheOriginalIsNamed() {
    RawRecord tombstone =
        new RawRecord("p.tasks", 0, 0, Samples.TIME, Optional.empty(), Optional.empty(), List.of());

    OutgoingRecord letter =
        DeadLetters.toRecord(TOPICS, tombstone, REJECTION, Optional.empty(), Samples.TIME);

    assertThat(letter.header("lamm_absent"))
        .hasValue(RecordHeader.text("lamm_absent", "key,value"));
    assertThat(letter.header("lamm_exception")).isEmpty();
  }
}
