package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Reason.UNSUPPORTED_SCHEMA;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.stream.Samples;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

class TaskEventsTest {
  private static final TaskEvent EVENT = Samples.task("learner ü", "task 1");

  @Test
  void aTaskComesBackAsItWas() throws RejectedEventException {
    OutgoingRecord record = only(EVENT);

    assertThat(TaskEvents.read(Samples.read(record, 7)))
        .isEqualTo(new TaskMessage.Whole("id-1", Samples.TIME, EVENT));
  }

  @Test
  void theRecordIsACloudEventInBinaryModeKeyedByTheLearner() {
    OutgoingRecord record = only(EVENT);

    assertThat(new String(record.key(), UTF_8)).isEqualTo("learner ü");
    assertThat(record.headers())
        .contains(
            RecordHeader.text("ce_specversion", "1.0"),
            RecordHeader.text("ce_id", "id-1"),
            RecordHeader.text("ce_source", "urn:lammstream"),
            RecordHeader.text("ce_type", "org.lammstream.task.v1"),
            RecordHeader.text("ce_subject", "learner ü"),
            RecordHeader.text("ce_time", "2026-01-02T03:04:05.678Z"),
            RecordHeader.text("content-type", "application/json"));
    assertThat(new String(record.value(), UTF_8)).startsWith("{\"schemaVersion\":1,\"learner\":");
  }

  @Test
  void theSameEventGivesTheSameBytes() {
    assertThat(TaskEvents.toJson(Samples.task("a", "b")))
        .isEqualTo(TaskEvents.toJson(Samples.task("a", "b")));
    assertThat(new String(TaskEvents.toJson(EVENT), UTF_8))
        .contains("\"configuration\":{\"epochs\":\"5\",\"old\":\"frozen\"}");
  }

  @Test
  void everyBitOfAFeatureSurvives() throws RejectedEventException {
    Random random = new Random(3);
    float[] values = new float[20_000];
    for (int i = 0; i < values.length; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      values[i] = Float.isFinite(value) ? value : Float.MIN_VALUE;
    }
    Example example = new Example("c", new ImageFeature(values, Samples.SHA));
    TaskEvent event = TaskEvent.of("l", "t", List.of("c"), List.of(example), List.of());

    TaskEvent back = TaskEvents.fromJson(TaskEvents.toJson(event));

    assertThat(((ImageFeature) back.train().get(0).image()).values()).isEqualTo(values);
  }

  @ParameterizedTest
  @ValueSource(ints = {4096, 5000, 100_000})
  void aTaskWithAnImageLargerThanAMessageComesInPartsThatFit(int maxBytes)
      throws RejectedEventException {
    TaskEvent event = Samples.large("l", "t", 300_000);
    List<OutgoingRecord> records = Samples.records("tasks", event, "id-1", maxBytes);

    assertThat(records)
        .hasSizeGreaterThan(3)
        .allSatisfy(record -> assertThat(RecordSize.of(record)).isLessThanOrEqualTo(maxBytes));
    assertThat(records.get(2).headers())
        .contains(
            RecordHeader.text("ce_type", "org.lammstream.task.part.v1"),
            RecordHeader.text("ce_id", "id-1/2"),
            RecordHeader.text("ce_assembly", "id-1"),
            RecordHeader.text("ce_partindex", "2"),
            RecordHeader.text("ce_partcount", Integer.toString(records.size())));
    assertThat(TaskEvents.join(parts(records))).isEqualTo(event);
  }

  @Test
  void aMessageWithoutRoomForAnythingIsRefused() {
    assertThatThrownBy(() -> Samples.records("tasks", EVENT, "id", 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not fit into messages of 100");
  }

  @Test
  void partsInTheWrongOrderAreNoticedByTheirDigest() throws RejectedEventException {
    List<Part> parts = parts(Samples.records("t", Samples.large("l", "t", 20_000), "i", 4096));
    Collections.swap(parts, 1, 2);

    assertRejected(() -> TaskEvents.join(parts), MALFORMED_EVENT, "SHA-256");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{}|schemaVersion",
        "[]|object",
        "nonsense|nonsense",
        "{\"schemaVersion\":1}|learner",
        "{\"schemaVersion\":\"1\"}|",
        "{\"schemaVersion\":1,\"schemaVersion\":1}|Duplicate",
        "VALID {}|token",
        "typo:configuration=settings|settings",
        "typo:\"cat\"]=7]|",
        "typo:\"uri\":\"file:/x\"=\"uri\":\"file:/x\",\"bytes\":\"AA==\"|",
        "typo:\"uri\":\"file:/x\"=\"url\":\"file:/x\"|",
        "typo:\"uri\":\"file:/x\"=\"uri\":\"a b\"|",
        "typo:\"uri\":\"file:/x\"=\"bytes\":\"%%%\"|",
        "typo:\"uri\":\"file:/x\"=\"values\":[1]|checkpointSha256",
        "typo:\"uri\":\"file:/x\"=\"values\":[\"1\"],\"checkpointSha256\":\"SHA\"|",
        "typo:\"uri\":\"file:/x\"=\"values\":[NaN],\"checkpointSha256\":\"SHA\"|",
        "typo:\"learner\":\"l\"=\"learner\":null|",
        "typo:\"5\"=5|",
        "typo:{\"epochs\":\"5\"}=null|configuration",
      })
  void whatIsNoTaskEventIsRejectedAsMalformed(String recipe, String words) {
    String valid =
        "{\"schemaVersion\":1,\"learner\":\"l\",\"task\":\"t\",\"classes\":[\"cat\"],"
            + "\"train\":[{\"label\":\"cat\",\"image\":{\"uri\":\"file:/x\"}}],\"test\":[],"
            + "\"configuration\":{\"epochs\":\"5\"}}";
    String json = recipe.replace("VALID", valid);
    if (recipe.startsWith("typo:")) {
      String[] swap = recipe.substring("typo:".length()).split("=", 2);
      assertThat(valid).contains(swap[0]);
      json = valid.replace(swap[0], swap[1]).replace("SHA\"", Samples.SHA + "\"");
    }
    byte[] bytes = json.getBytes(UTF_8);

    assertRejected(() -> TaskEvents.fromJson(bytes), MALFORMED_EVENT, words == null ? "" : words);
  }

  @Test
  void theLeastThatTheSchemaAsksForIsRead() throws RejectedEventException {
    String least =
        "{\"schemaVersion\":1,\"learner\":\"l\",\"task\":\"t\",\"classes\":[\"cat\"],"
            + "\"train\":[{\"label\":\"cat\",\"image\":{\"uri\":\"file:/x\"}}],\"test\":[]}";

    Example example = new Example("cat", new ImageFile(URI.create("file:/x")));
    assertThat(TaskEvents.fromJson(least.getBytes(UTF_8)))
        .isEqualTo(TaskEvent.of("l", "t", List.of("cat"), List.of(example), List.of()));
  }

  @Test
  void jsonThatIsTooDeepIsRejected() {
    byte[] deep = ("[".repeat(5000) + "]".repeat(5000)).getBytes(UTF_8);

    assertRejected(() -> TaskEvents.fromJson(deep), MALFORMED_EVENT, "nesting depth");
  }

  @Test
  void aNewerSchemaVersionIsNamedAsSuch() {
    byte[] newer = "{\"schemaVersion\":2,\"anything\":true}".getBytes(UTF_8);

    assertRejected(() -> TaskEvents.fromJson(newer), UNSUPPORTED_SCHEMA, "version 2");
  }

  @Test
  void aNewerEventTypeIsNamedAsSuch() {
    assertRejected(
        () -> TaskEvents.read(with(only(EVENT), "ce_type", "org.lammstream.task.v2")),
        UNSUPPORTED_SCHEMA,
        "org.lammstream.task.v2");
  }

  @Test
  void anotherEventTypeIsRejected() {
    assertRejected(
        () -> TaskEvents.read(with(only(EVENT), "ce_type", "com.example.other")),
        MALFORMED_EVENT,
        "com.example.other");
  }

  @Test
  void aKeyThatIsNotTheLearnerIsRejected() {
    OutgoingRecord record = only(EVENT);
    OutgoingRecord other =
        new OutgoingRecord(
            record.topic(), "other".getBytes(UTF_8), record.value(), record.headers());

    assertRejected(
        () -> TaskEvents.read(Samples.read(other, 0)), MALFORMED_EVENT, "key is 'other'");
  }

  @Test
  void plainJsonWithoutCloudEventsHeadersIsRejected() {
    OutgoingRecord record = only(EVENT);
    RawRecord plain =
        Samples.read(
            new OutgoingRecord(record.topic(), record.key(), record.value(), List.of()), 0);

    assertRejected(() -> TaskEvents.read(plain), MALFORMED_EVENT, "CloudEvent");
  }

  @Test
  void aTombstoneIsRejected() {
    RawRecord tombstone =
        new RawRecord(
            "tasks", 0, 0, Samples.TIME, Optional.empty(), Optional.empty(), only(EVENT).headers());

    assertRejected(() -> TaskEvents.read(tombstone), MALFORMED_EVENT, "no value");
  }

  @ParameterizedTest
  @CsvSource({
    "ce_partindex,-1", "ce_partindex,99", "ce_partindex,x", "ce_partcount,0",
    "ce_partcount,999999999", "ce_assemblybytes,3", "ce_assembly,' '", "ce_subject,other"
  })
  void aPartWithAnImpossibleNumberIsRejected(String header, String value) {
    OutgoingRecord part = Samples.records("t", Samples.large("l", "t", 20_000), "i", 4096).get(1);

    assertRejected(() -> TaskEvents.read(with(part, header, value)), MALFORMED_EVENT, "");
  }

  @Test
  void damagedRecordsAreReadOrRejectedButNeverAnythingElse() {
    Random random = new Random(5);
    List<OutgoingRecord> seeds =
        new ArrayList<>(Samples.records("t", Samples.large("l", "t", 9_000), "i", 4096));
    seeds.add(only(EVENT));
    int rejected = 0;
    for (int i = 0; i < 4000; i++) {
      RawRecord damaged = damage(seeds.get(random.nextInt(seeds.size())), random);
      try {
        TaskEvents.read(damaged);
      } catch (RejectedEventException e) {
        assertThat(e.rejection().message()).isNotBlank().doesNotContain("\n");
        rejected++;
      }
    }
    assertThat(rejected).isGreaterThan(1000);
  }

  private static RawRecord damage(OutgoingRecord record, Random random) {
    byte[] value = record.value().clone();
    List<RecordHeader> headers = new ArrayList<>(record.headers());
    int harm = 1 + random.nextInt(3);
    for (int i = 0; i < harm; i++) {
      switch (random.nextInt(5)) {
        case 0 -> value[random.nextInt(value.length)] = (byte) random.nextInt(256);
        case 1 -> value = Arrays.copyOf(value, random.nextInt(value.length + 1));
        case 2 -> headers.remove(random.nextInt(headers.size()));
        case 3 -> {
          int at = random.nextInt(headers.size());
          byte[] bytes = new byte[random.nextInt(12)];
          random.nextBytes(bytes);
          headers.set(at, new RecordHeader(headers.get(at).name(), bytes));
        }
        default -> headers.add(headers.get(random.nextInt(headers.size())));
      }
      if (value.length == 0 || headers.isEmpty()) {
        break;
      }
    }
    return Samples.read(new OutgoingRecord(record.topic(), record.key(), value, headers), 0);
  }

  private static OutgoingRecord only(TaskEvent event) {
    List<OutgoingRecord> records = Samples.records("tasks", event, "id-1", 1_000_000);
    assertThat(records).hasSize(1);
    return records.get(0);
  }

  private static List<Part> parts(List<OutgoingRecord> records) throws RejectedEventException {
    List<Part> parts = new ArrayList<>();
    for (OutgoingRecord record : records) {
      parts.add((Part) TaskEvents.read(Samples.read(record, 0)));
    }
    return parts;
  }

  private static RawRecord with(OutgoingRecord record, String header, String value) {
    List<RecordHeader> headers = new ArrayList<>(record.headers());
    headers.removeIf(one -> one.name().equals(header));
    headers.add(RecordHeader.text(header, value));
    return Samples.read(
        new OutgoingRecord(record.topic(), record.key(), record.value(), headers), 0);
  }

  private static void assertRejected(
      ThrowingCallable reading, Rejection.Reason reason, String words) {
    RejectedEventException thrown = catchThrowableOfType(RejectedEventException.class, reading);
    assertThat(thrown).isNotNull();
    assertThat(thrown.rejection().reason()).isEqualTo(reason);
    assertThat(thrown.rejection().message()).contains(words);
  }
}
