package org.lammstream.manager.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.worker.FruitTasks.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.worker.WorkerKit.Running;
import org.lammstream.stream.codec.DeadLetter;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.consume.AssemblyLimits;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;

/** What senders and networks do to a stream of tasks, through a real broker and a real worker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TroubledStreamTest {
  private static final AssemblyLimits IMPATIENT =
      new AssemblyLimits(1 << 24, 1 << 24, 16, Duration.ofMillis(500));

  private final FruitStream stream;
  private final FruitTasks fruit;

  TroubledStreamTest(@TempDir Path shared) {
    stream = new FruitStream(shared);
    fruit = stream.fruit;
  }

  @AfterAll
  void close() {
    stream.close();
  }

  @Test
  void aSequenceThatIsPublishedAgainIsAcknowledgedAndUnderNewIdsRefused(@TempDir Path store) {
    WorkerKit kit = stream.kit();
    for (String id : List.of("a", "a", "b")) {
      kit.publish(fruit.task("one", "apple"), id + "-1");
      kit.publish(fruit.task("two", "pear"), id + "-2");
    }
    try (Running worker = kit.start(store).awaitSettled(6)) {
      assertThat(worker.heard.lines())
          .containsExactly(
              "version 1 [encode, align, evaluate, commit]",
              "version 2 [encode, align, evaluate, commit]",
              "duplicate a-1",
              "duplicate a-2",
              "refused MALFORMED_EVENT",
              "refused MALFORMED_EVENT");
      assertThat(letters(kit, 2))
          .extracting(letter -> letter.message().orElseThrow())
          .containsExactly(
              "learner 'fruit' has learned a task named 'one' before",
              "learner 'fruit' has learned a task named 'two' before");
      assertThat(kit.read(kit.topics.results(), 4)).hasSize(4);
    }
  }

  @Test
  void partsThatComeShuffledAndTwiceMakeOneVersion(@TempDir Path store) throws IOException {
    WorkerKit kit = stream.kit();
    List<OutgoingRecord> parts = parts(kit, "big");
    assertThat(parts).hasSizeGreaterThan(4);
    List<OutgoingRecord> mixed = new ArrayList<>(parts);
    mixed.addAll(parts.subList(1, 4));
    Collections.shuffle(mixed, new Random(3));
    kit.publish(mixed);
    kit.publish(parts); // the whole task once more, after it was learned
    kit.publish(fruit.task("last", "pear"), "last");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      worker.awaitVersions(2);
      assertThat(worker.store.versions(LEARNER)).hasSize(2);
      assertThat(worker.heard.lines()).noneMatch(line -> line.startsWith("refused"));
      assertThat(kit.count(kit.topics.deadLetters())).isZero();
    }
  }

  @Test
  void aTaskWhosePartsNeverComeIsADeadLetterThatNamesThem(@TempDir Path store) throws IOException {
    WorkerKit kit = stream.kit();
    List<OutgoingRecord> parts = parts(kit, "torn");
    List<OutgoingRecord> came = new ArrayList<>(parts);
    came.remove(3);
    came.remove(1);
    Collections.reverse(came);
    kit.publish(came);
    try (Running worker = kit.start(store, IMPATIENT).awaitSettled(1)) {
      assertThat(worker.heard.lines()).containsExactly("refused INCOMPLETE_TASK");
      List<DeadLetter> letters = letters(kit, came.size());
      assertThat(letters)
          .extracting(letter -> letter.message().orElseThrow())
          .containsOnly(
              "parts 2, 4 of %d never came: waited for them for 500 ms".formatted(parts.size()));
      for (int i = 0; i < came.size(); i++) {
        assertThat(letters.get(i).value().orElseThrow()).isEqualTo(came.get(i).value());
        assertThat(letters.get(i).headers()).isEqualTo(came.get(i).headers());
      }
      kit.publish(parts); // all of them this time
      worker.awaitSettled(2);
      assertThat(worker.store.versions(LEARNER)).hasSize(1);
    }
  }

  @Test
  void aRestartInTheMiddleOfPartsLosesNone(@TempDir Path store) throws IOException {
    WorkerKit kit = stream.kit();
    List<OutgoingRecord> parts = parts(kit, "halved");
    kit.publish(parts.subList(0, 3));
    kit.publish(fruit.task("between", "pear"), "between");
    try (Running first = kit.start(store).awaitSettled(1)) {
      assertThat(first.store.versions(LEARNER)).hasSize(1);
    }
    kit.publish(parts.subList(3, parts.size()));
    try (Running second = kit.start(store)) {
      second.awaitVersions(1);
      assertThat(second.store.version(LEARNER, 2).task()).isEqualTo("halved");
      assertThat(kit.count(kit.topics.deadLetters())).isZero();
    }
  }

  @Test
  void eventsOfOtherSchemaVersionsAreTypedDeadLettersThatNameTheKnownOne(@TempDir Path store) {
    WorkerKit kit = stream.kit();
    OutgoingRecord good = records(kit, fruit.task("good", "apple"), "good", 1_000_000).get(0);
    kit.publish(List.of(altered(good, "\"schemaVersion\":1", "\"schemaVersion\":0")));
    kit.publish(List.of(altered(good, "\"schemaVersion\":1", "\"schemaVersion\":2")));
    kit.publish(List.of(typed(good, "org.lammstream.task.v2")));
    kit.publish(
        List.of(altered(good, "{\"schemaVersion\":1", "{\"colour\":3,\"schemaVersion\":1")));
    kit.publish(List.of(good));
    try (Running worker = kit.start(store).awaitSettled(5)) {
      assertThat(worker.store.versions(LEARNER)).hasSize(1);
      List<DeadLetter> letters = letters(kit, 4);
      assertThat(letters)
          .extracting(letter -> letter.reason().orElseThrow())
          .containsExactly(
              "UNSUPPORTED_SCHEMA", "UNSUPPORTED_SCHEMA", "UNSUPPORTED_SCHEMA", "MALFORMED_EVENT");
      assertThat(letters)
          .extracting(letter -> letter.message().orElseThrow())
          .satisfiesExactly(
              text -> assertThat(text).contains("schema version 0", "known is 1"),
              text -> assertThat(text).contains("schema version 2", "known is 1"),
              text -> assertThat(text).contains("org.lammstream.task.v2", "org.lammstream.task.v1"),
              text -> assertThat(text).contains("colour"));
      assertThat(letters).extracting(letter -> letter.stage().orElseThrow()).containsOnly("DECODE");
    }
  }

  private static OutgoingRecord altered(OutgoingRecord record, String from, String to) {
    String json = new String(record.value(), UTF_8);
    assertThat(json).contains(from);
    return new OutgoingRecord(
        record.topic(), record.key(), json.replace(from, to).getBytes(UTF_8), record.headers());
  }

  private static OutgoingRecord typed(OutgoingRecord record, String type) {
    List<RecordHeader> headers =
        record.headers().stream()
            .map(
                header ->
                    header.name().equals("ce_type") ? RecordHeader.text("ce_type", type) : header)
            .toList();
    return new OutgoingRecord(record.topic(), record.key(), record.value(), headers);
  }

  private static List<DeadLetter> letters(WorkerKit kit, int count) {
    return kit.read(kit.topics.deadLetters(), count).stream().map(DeadLetters::read).toList();
  }

  /** A task with its images inside, in small parts. */
  private List<OutgoingRecord> parts(WorkerKit kit, String task) throws IOException {
    List<Example> train = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] png = Files.readAllBytes(fruit.images.resolve("train/apple/" + i + ".png"));
      // Padding behind the image's end, which decoders pass over.
      train.add(new Example("apple", new InlineImage(Arrays.copyOf(png, png.length + 2000))));
    }
    TaskEvent event = new TaskEvent(1, LEARNER, task, List.of("apple"), train, List.of(), Map.of());
    return records(kit, event, "id of " + task, 2000);
  }

  private static List<OutgoingRecord> records(
      WorkerKit kit, TaskEvent event, String id, int maxBytes) {
    return TaskEvents.toRecords(
        kit.topics.tasks(), event, EventStamp.of(id, Instant.EPOCH), maxBytes);
  }
}
