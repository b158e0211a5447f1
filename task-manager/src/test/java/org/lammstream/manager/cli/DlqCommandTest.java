package org.lammstream.manager.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.consume.TopicReader;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Dead letters of a real worker on a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DlqCommandTest {
  private static final Topics TOPICS = new Topics("letters");
  private static final byte[] POISON = "{ no event".getBytes(UTF_8);

  private final StreamKit kit;
  private final Path folder;

  /** Letters 0 (poison), 1 (a tombstone), 2 to 4 (three parts of a task), 5 (another learner's). */
  DlqCommandTest(@TempDir Path folder) {
    this.kit = new StreamKit(folder);
    this.folder = folder;
    ensure(TOPICS);
    produce(TOPICS.tasks(), StreamKit.LEARNER.getBytes(UTF_8), POISON);
    produce(TOPICS.tasks(), null, null);
    try (RecordPublisher publisher = RecordPublisher.open(kit.connection)) {
      publisher.publish(records(StreamKit.LEARNER, "large", noImage(2_000_000)));
      publisher.publish(records("other", "small", noImage(300)));
    }
    assertThat(kit.work(TOPICS, folder.resolve("store"), folder, 4))
        .containsExactly("refused ", "refused ", "refused large", "refused small");
  }

  private void ensure(Topics topics) {
    try (TopicAdmin admin = TopicAdmin.open(kit.connection, Duration.ofSeconds(20))) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
  }

  private void produce(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kit.connection.settings(Map.of(), Map.of()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] noImage(int bytes) {
    byte[] random = new byte[bytes];
    new Random(bytes).nextBytes(random);
    return random;
  }

  private static List<OutgoingRecord> records(String learner, String task, byte[] image) {
    TaskEvent event =
        TaskEvent.of(
            learner,
            task,
            List.of("zz"),
            List.of(new Example("zz", new InlineImage(image))),
            List.of());
    return TaskEvents.toRecords(
        TOPICS.tasks(), event, EventStamp.of("event-" + task, Instant.EPOCH), 1_000_000);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void theListTellsOfEveryLetterWhyAndWhereItCameFrom() {
    Terminal seen = dlq(TOPICS, "list");

    assertThat(seen.code()).as(seen.err()).isZero();
    List<String> lines = seen.out().lines().toList();
    assertThat(lines).hasSize(7);
    assertThat(lines.get(0))
        .matches(" *letter +time +learner +stage +reason +message +source +redriven");
    assertThat(lines.get(1)).contains("0/0", "words", "DECODE", "MALFORMED_EVENT").contains("/0/0");
    assertThat(lines.get(2)).containsPattern("0/1 .* - +DECODE .*letters.tasks/0/1");
    assertThat(lines.get(3)).contains("0/2", "words", "ENCODE", "UNREADABLE_IMAGE", "tasks/0/2");
    assertThat(lines.get(6)).contains("0/5", "other", "letters.tasks/0/5");
  }

  @Test
  void theListCanBeNarrowed() throws Exception {
    assertThat(dlq(TOPICS, "list", "--learner", "other").out().lines()).hasSize(2);
    assertThat(dlq(TOPICS, "list", "--reason", "unreadable-image").out().lines()).hasSize(5);
    assertThat(dlq(TOPICS, "list", "--since", "1h").out().lines()).hasSize(7);
    assertThat(dlq(TOPICS, "list", "--since", "2999-01-01T00:00:00Z").out())
        .contains("no such letters in letters.tasks.dlq");
    Terminal last = dlq(TOPICS, "list", "--limit", 1, "--json");
    JsonNode document = new ObjectMapper().readTree(last.out());
    assertThat(document.path("found").asInt()).isEqualTo(6);
    assertThat(document.path("letters")).hasSize(1);
    JsonNode letter = document.path("letters").path(0);
    assertThat(letter.path("letter").asText()).isEqualTo("0/5");
    assertThat(letter.path("eventId").asText()).isEqualTo("event-small");
    assertThat(letter.path("redriven").isNull()).isTrue();
    assertThat(dlq(TOPICS, "list", "--limit", 2).err()).contains("4 older ones are not shown");
  }

  @Test
  void aLetterIsShownWithItsHeadersAndItsEvent(@TempDir Path out) throws Exception {
    Path value = out.resolve("value");
    Terminal small = dlq(TOPICS, "show", 5, "--value-to", value);

    assertThat(small.code()).as(small.err()).isZero();
    assertThat(small.out())
        .contains("reason       UNREADABLE_IMAGE", "key          other", "ce_id: event-small")
        .contains("\"task\" : \"small\"", "... (400 characters)")
        .containsPattern("exception    org.lammstream.*ImageRejectedException");
    assertThat(Files.readAllBytes(value))
        .isEqualTo(records("other", "small", noImage(300)).get(0).value());
    assertThat(dlq(TOPICS, "show", 5, "--value-to", value).err()).contains("exists already");

    assertThat(dlq(TOPICS, "show", "0/3").out())
        .contains("a slice of a task's JSON (ce_partindex 1 of 3 parts)");
    assertThat(dlq(TOPICS, "show", 1).out())
        .contains("key          none", "value        none", "the record has no value");
    assertThat(dlq(TOPICS, "show", 0).out()).contains("event: no JSON: { no event");
    assertThat(dlq(TOPICS, "show", 1, "--value-to", out.resolve("x")).err())
        .contains("the refused record had no value");
    assertThat(dlq(TOPICS, "show", 99).err()).contains("there is no letter 0/99 in letters");
    assertThat(dlq(TOPICS, "show", "7/0").err()).contains("there is no letter 7/0 in letters");
  }

  @Test
  void nothingIsPublishedByADryRunOrWithoutConsent() {
    Map<String, Long> before = kit.ends();

    Terminal dry = dlq(TOPICS, "redrive", "--all", "--dry-run");
    assertThat(dry.out()).contains("would redrive 6 records", "0/1 - MALFORMED_EVENT");
    Terminal alone = dlq(TOPICS, "redrive", "--all");
    assertThat(alone.code()).isEqualTo(1);
    assertThat(alone.errorLines())
        .singleElement()
        .asString()
        .contains("nobody is there to ask; nothing is redriven without --yes");
    assertThat(answered(TOPICS, "n\n", "0")).isEqualTo(1);
    assertThat(answered(TOPICS, "", "0")).isEqualTo(1);
    assertThat(dlq(TOPICS, "redrive").code()).isEqualTo(2);
    assertThat(dlq(TOPICS, "redrive", 1, "--all").code()).isEqualTo(2);
    assertThat(dlq(TOPICS, "redrive", "x").err()).contains("'x' is no letter");
    assertThat(dlq(TOPICS, "redrive", 1, 99, "--yes").err()).contains("there is no letter 0/99");

    assertThat(kit.ends()).isEqualTo(before);
  }

  @Test
  void originalsAreRedrivenAsTheyWereAndThePartsOfATaskTogether() {
    Topics topics = new Topics("as-they-were");
    ensure(topics);
    copy(TOPICS.deadLetters(), topics.deadLetters());
    Terminal seen = dlq(topics, "redrive", "0/4", "0/1", "--yes");

    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("redriven: 4 records");
    List<RawRecord> redriven = read(topics.tasks());
    assertThat(redriven).hasSize(4);
    assertThat(redriven.get(0).key()).isEmpty();
    assertThat(redriven.get(0).value()).isEmpty();
    List<OutgoingRecord> parts = records(StreamKit.LEARNER, "large", noImage(2_000_000));
    for (int i = 0; i < 3; i++) {
      RawRecord record = redriven.get(i + 1);
      assertThat(record.key().orElseThrow()).isEqualTo(parts.get(i).key());
      assertThat(record.value().orElseThrow()).isEqualTo(parts.get(i).value());
      List<RecordHeader> headers = new ArrayList<>(parts.get(i).headers());
      headers.add(RecordHeader.text(DeadLetters.REDRIVEN, "as-they-were.tasks.dlq/0/" + (i + 2)));
      assertThat(record.headers()).isEqualTo(headers);
    }
    Terminal rest = dlq(topics, "redrive", "--reason", "UNREADABLE_IMAGE", "--yes");
    assertThat(rest.err()).contains("3 letters were redriven before and are left out (--again)");
    assertThat(rest.out()).contains("redriven: 1 record ", "of other to as-they-were.tasks");
    assertThat(answered(topics, "yes\n", "0")).isZero();
    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("nothing to redrive");
    assertThat(read(topics.tasks())).hasSize(6);
    assertThat(dlq(topics, "redrive", "0/0", "--again", "--yes").out()).contains("1 record ");
  }

  @Test
  void twoLettersAboutOneRecordAreRedrivenOnce() {
    Topics topics = new Topics("twins");
    ensure(topics);
    copy(TOPICS.deadLetters(), topics.deadLetters());
    copy(TOPICS.deadLetters(), topics.deadLetters());

    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("redriven: 6 records");
    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("nothing to redrive");
    assertThat(dlq(topics, "list").out().lines().skip(1))
        .hasSize(12)
        .noneMatch(line -> line.endsWith(" -"));
  }

  @Test
  void aTaskThatLackedAnImageIsLearnedOnceTheImageIsThere() throws Exception {
    Topics topics = new Topics("mended");
    Path images = kit.images(4);
    Path store = folder.resolve("mended-store");
    kit.publish(topics, images, "--by-reference");
    Path image = images.resolve("train/ac/0.png");
    Path hidden = Files.move(image, folder.resolve("hidden.png"));
    assertThat(kit.work(topics, store, images, 2)).containsExactly("version 1", "refused task-02");
    assertThat(dlq(topics, "list").out()).contains("UNREADABLE_IMAGE", "mended.tasks/0/1  -");

    Files.move(hidden, image);
    assertThat(dlq(topics, "redrive", 0, "--yes").code()).isZero();

    assertThat(kit.work(topics, store, images, 1)).containsExactly("version 2");
    assertThat(dlq(topics, "list").out()).contains("mended.tasks/0/1  mended.tasks/0/2");
    assertThat(dlq(topics, "show", 0).out()).contains("redriven     mended.tasks/0/2");
    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("nothing to redrive");
    assertThat(dlq(topics, "redrive", "--all", "--again", "--yes").out()).contains("redriven: 1");
    assertThat(kit.work(topics, store, images, 1)).containsExactly("duplicate of task-02");
    assertThat(StreamKit.digests(store)).hasSize(2);
  }

  @Test
  void whatIsRefusedAgainIsANewLetterAndTheFirstCountsAsRedriven() {
    Topics topics = new Topics("stubborn");
    ensure(topics);
    Path store = folder.resolve("stubborn-store");
    produce(topics.tasks(), StreamKit.LEARNER.getBytes(UTF_8), POISON);
    assertThat(kit.work(topics, store, folder, 1)).hasSize(1);
    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("redriven: 1");
    assertThat(kit.work(topics, store, folder, 1)).hasSize(1);

    Terminal listed = dlq(topics, "list");
    assertThat(listed.out().lines()).hasSize(3);
    assertThat(listed.out())
        .contains("stubborn.tasks/0/0  stubborn.tasks/0/1", "stubborn.tasks/0/1  -");
    assertThat(dlq(topics, "redrive", "--all", "--yes").out()).contains("redriven: 1 record");
    RawRecord third = read(topics.tasks()).get(2);
    assertThat(DeadLetters.redriven(third.headers()))
        .containsExactly("stubborn.tasks.dlq/0/0", "stubborn.tasks.dlq/0/1");
  }

  @Test
  void whatNobodysWorkerWroteIsListedButNotRedriven() {
    Topics topics = new Topics("foreign");
    ensure(topics);
    produce(topics.deadLetters(), null, new byte[] {-1, -2});
    assertThat(dlq(topics, "list").out()).contains("0/0", "?");
    assertThat(dlq(topics, "show", 0).out()).contains("event: no JSON: 0xfffe");
    assertThat(dlq(topics, "redrive", 0, "--yes").err()).contains("was not written by a worker");
    Terminal all = dlq(topics, "redrive", "--all", "--yes");
    assertThat(all.out()).contains("nothing to redrive");
    assertThat(all.err()).contains("1 records were not written by a worker and are left out");
    assertThat(dlq(new Topics("nowhere"), "list").err()).contains("no such topic: nowhere");
  }

  private void copy(String from, String to) {
    try (RecordPublisher publisher = RecordPublisher.open(kit.connection)) {
      for (RawRecord record : read(from)) {
        publisher.publish(
            List.of(
                new OutgoingRecord(
                    to,
                    record.key().orElseThrow(),
                    record.value().orElseThrow(),
                    record.headers())));
      }
    }
  }

  private List<RawRecord> read(String topic) {
    List<RawRecord> records = new ArrayList<>();
    try (TopicReader reader = TopicReader.fromBeginning(kit.connection, topic)) {
      while (reader.behind(Duration.ofSeconds(20)) > 0) {
        records.addAll(reader.poll(Duration.ofMillis(200)));
      }
    }
    return records;
  }

  /** Redrives a letter on a terminal where somebody answers; the exit code. */
  private int answered(Topics topics, String answer, String letter) {
    InputStream before = System.in;
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new PrintWriter(new StringWriter(), true), new PrintWriter(err, true), true, Map.of());
    System.setIn(new ByteArrayInputStream(answer.getBytes(UTF_8)));
    try {
      return LammCli.run(
          console,
          Arrays.stream(arguments(topics, "redrive", letter)).map(String::valueOf).toList());
    } finally {
      System.setIn(before);
      assertThat(err.toString()).contains("redrive 1 record ", "? [y/N] ");
    }
  }

  private Terminal dlq(Topics topics, Object... more) {
    return Terminal.lamm(arguments(topics, more));
  }

  private Object[] arguments(Topics topics, Object... more) {
    return Stream.of(
            Stream.of("dlq"),
            Arrays.stream(more).limit(1),
            Stream.of("--bootstrap", kit.connection.bootstrapServers()),
            Stream.of("--topic-prefix", topics.prefix()),
            Arrays.stream(more).skip(1))
        .flatMap(words -> words)
        .toArray();
  }
}
