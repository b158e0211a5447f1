package org.lammstream.stream.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            Optional.of(new IllegalStateException("no\n image: password=hunter2")),
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
            RecordHeader.text("lamm_exception_message", "no image: password=[hidden]"),
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sasl.jaas.config=x password=\"a b\"; y|sasl.jaas.config=x password=[hidden]; y",
        "{\"apiKey\": \"k\", \"n\": 1}|{\"apiKey\": [hidden], \"n\": 1}",
        "Authorization: Bearer abc.def|Authorization: [hidden]",
        "GET https://me:pw@host/x failed|GET https://[hidden]@host/x failed",
        "class 'q' gives no tokens: too short|class 'q' gives no tokens: too short",
        "Unrecognized token 'foo': was expecting|Unrecognized token 'foo': was expecting"
      })
  void secretsOfAnExceptionStayOutOfTheTopic(String thrown, String told) {
    OutgoingRecord letter = letter(original(List.of()), new IllegalStateException(thrown));

    assertThat(letter.header("lamm_exception_message").map(RecordHeader::text)).hasValue(told);
  }

  @Test
  void longMessagesAreShortened() {
    OutgoingRecord letter =
        letter(original(List.of()), new IllegalStateException("x".repeat(100_000)));

    assertThat(letter.header("lamm_exception_message").orElseThrow().value()).hasSize(1003);
  }

  @Test
  void aLetterIsReadAsItWasWritten() {
    RecordHeader own = new RecordHeader("lamm_time", new byte[] {0, -1});
    OutgoingRecord written = letter(original(List.of(own)), new IllegalStateException("why"));

    DeadLetter letter = DeadLetters.read(Samples.read(written, 12));

    assertThat(letter.stage()).hasValue("ENCODE");
    assertThat(letter.reason()).hasValue("UNREADABLE_IMAGE");
    assertThat(letter.message()).hasValue("example 3: no image");
    assertThat(letter.exception()).hasValue("java.lang.IllegalStateException");
    assertThat(letter.exceptionMessage()).hasValue("why");
    assertThat(letter.source()).hasValue(new DeadLetter.Place("p.tasks", 4, 77));
    assertThat(letter.time()).isEqualTo(Samples.TIME);
    assertThat(letter.headers()).containsExactly(own);
    assertThat(letter.key()).isEmpty();
    assertThat(letter.value()).hasValueSatisfying(value -> assertThat(value).containsExactly(9));
    assertThat(letter.place()).hasToString("p.tasks.dlq/0/12");
  }

  @Test
  void aLetterAboutALetterKeepsTheFirstOnesReasonAmongTheOriginalsHeaders() {
    OutgoingRecord first = letter(original(List.of()), new IllegalStateException("first"));
    RawRecord again = Samples.read(first, 3);

    DeadLetter second =
        DeadLetters.read(Samples.read(letter(again, new IllegalStateException("second")), 4));

    assertThat(second.headers()).isEqualTo(first.headers());
    assertThat(second.exceptionMessage()).hasValue("second");
    assertThat(second.source()).hasValue(new DeadLetter.Place("p.tasks.dlq", 0, 3));
    assertThat(second.key()).isPresent();
  }

  @Test
  void whatNobodyWroteAsALetterIsReadAsFarAsItGoes() {
    Random random = new Random(7);
    List<String> names =
        List.of("lamm_stage", "lamm_reason", "lamm_source_offset", "lamm_time", "lamm_absent", "x");
    for (int i = 0; i < 500; i++) {
      List<RecordHeader> headers = new ArrayList<>();
      for (int n = random.nextInt(8); n > 0; n--) {
        byte[] value = new byte[random.nextInt(4)];
        random.nextBytes(value);
        headers.add(new RecordHeader(names.get(random.nextInt(names.size())), value));
      }
      DeadLetter letter = DeadLetters.read(original(headers));

      assertThat(letter.source()).isEmpty();
      assertThat(letter.time()).isEqualTo(Samples.TIME);
      assertThat(headers.subList(0, letter.headers().size())).isEqualTo(letter.headers());
    }
  }

  private static RawRecord original(List<RecordHeader> headers) {
    return new RawRecord(
        "p.tasks", 4, 77, Samples.TIME, Optional.empty(), Optional.of(new byte[] {9}), headers);
  }

  private static OutgoingRecord letter(RawRecord original, RuntimeException cause) {
    return DeadLetters.toRecord(TOPICS, original, REJECTION, Optional.of(cause), Samples.TIME);
  }
}
