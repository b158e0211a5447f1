package org.lammstream.manager.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.sequence.SequenceEntry;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.topic.Topics;

/** Recording from a topic on which not everything is as it should be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordCommandTest {
  private static final Topics TOPICS = new Topics("mixed");

  private final StreamKit kit;
  private final Path images;
  private final Path store;

  /** Two tasks by reference, a broken record, a refused task, both tasks again, another learner. */
  RecordCommandTest(@TempDir Path folder) throws RejectedEventException {
    kit = new StreamKit(folder);
    images = kit.images(4);
    store = folder.resolve("store");
    kit.publish(TOPICS, images, "--by-reference");
    byte[] key = StreamKit.LEARNER.getBytes(UTF_8);
    try (RecordPublisher records = RecordPublisher.open(kit.connection);
        TaskPublisher tasks = TaskPublisher.open(kit.connection, TOPICS)) {
      records.publish(
          List.of(new OutgoingRecord(TOPICS.tasks(), key, new byte[] {'{'}, List.of())));
      Example broken = new Example("zz", new InlineImage("no image".getBytes(UTF_8)));
      tasks.publish(
          TaskEvent.of(StreamKit.LEARNER, "broken", List.of("zz"), List.of(broken), List.of()),
          "event-broken");
      tasks.publish(
          TaskEvent.of("other", "broken", List.of("zz"), List.of(broken), List.of()), "event-o");
    }
    kit.publish(TOPICS, images, "--by-reference");
    assertThat(kit.work(TOPICS, store, images, 7)).hasSize(7);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void eachTaskIsRecordedOnceAndWhatIsLeftOutIsTold(@TempDir Path out) throws IOException {
    Map<String, Long> before = kit.ends();
    Terminal seen = kit.record(TOPICS, out.resolve("s.jsonl"), "--image-root", images);

    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("recorded 2 tasks of words, 2 with the version they made");
    assertThat(seen.err())
        .contains("task 'broken' (event event-broken) is left out, it was refused: ")
        .contains("1 records that are no whole task are skipped; the first at mixed.tasks/0/2")
        .contains("2 tasks were delivered again; each is recorded once")
        .contains("1 records of other learners (other) are not recorded")
        .doesNotContain("--image-root");
    assertThat(Files.readString(out.resolve("s.jsonl"))).contains("\"images\":{\"file:");
    assertThat(kit.ends()).isEqualTo(before);
  }

  @Test
  void withoutItsImageRootNoImageIsRead(@TempDir Path out) throws IOException {
    Terminal seen = kit.record(TOPICS, out.resolve("s.jsonl"));
    assertThat(seen.code()).isZero();
    assertThat(seen.err())
        .contains("12 of 12 referenced images were not read", "(--image-root DIR)");
    assertThat(Files.readString(out.resolve("s.jsonl"))).doesNotContain("\"images\":");
    Terminal replayed = StreamKit.replay(out.resolve("s.jsonl"), out.resolve("r"));
    assertThat(replayed.code()).isEqualTo(1);
    assertThat(replayed.err())
        .contains("task 'task-01' was learned once but is refused now", "--image-root");
  }

  @Test
  void recordingBeginsAndEndsWhereItIsTold(@TempDir Path out) throws IOException {
    String first = entries(recorded(out, "all.jsonl")).get(0).eventId();
    assertThat(tasks(recorded(out, "one.jsonl", "--until-event", first)))
        .containsExactly("task-01");
    assertThat(tasks(recorded(out, "two.jsonl", "--from-offset", 1))).hasSize(2);
    assertThat(
            tasks(
                recorded(
                    out,
                    "behind.jsonl",
                    "--from-offset",
                    1,
                    "--until-event",
                    entries(out.resolve("all.jsonl")).get(1).eventId())))
        .containsExactly("task-02");
    assertFails(
        kit.record(TOPICS, out.resolve("x"), "--until-event", "nobody"),
        "event nobody is not among the tasks");
    assertFails(
        kit.record(TOPICS, out.resolve("x"), "--from-time", "2999-01-01T00:00:00Z"),
        "no task of learner 'words' is left to record");
    assertThat(out.resolve("x")).doesNotExist();
    assertThat(out.resolve("x.part")).doesNotExist();
    Terminal both =
        kit.record(
            TOPICS, out.resolve("x"), "--from-offset", 1, "--from-time", "2026-01-01T00:00:00Z");
    assertThat(both.code()).isEqualTo(2);
  }

  @Test
  void aStoreTellsTheVersionsWhereTheResultsAreGone(@TempDir Path out) throws Exception {
    Topics lost = new Topics("lost");
    kit.publish(lost, images);
    Path worked = out.resolve("store");
    assertThat(kit.work(lost, worked, images, 2)).containsExactly("version 1", "version 2");
    try (Admin admin = Admin.create(kit.connection.settings(Map.of(), Map.of()))) {
      admin.deleteTopics(List.of(lost.results())).all().get();
    }
    Terminal blind = kit.record(lost, out.resolve("blind.jsonl"));
    assertThat(blind.code()).as(blind.err()).isZero();
    assertThat(blind.err())
        .contains("no such topic: lost.results", "of 2 of 2 tasks it is not known");
    assertFails(
        StreamKit.replay(out.resolve("blind.jsonl"), out.resolve("r"), "--verify"),
        "tells of no original version; --against STORE");
    Terminal against =
        StreamKit.replay(
            out.resolve("blind.jsonl"), out.resolve("a"), "--verify", "--against", worked);
    assertThat(against.code()).as(against.err()).isZero();
    assertThat(against.out()).contains("verified: 2 of 2");

    Terminal seeing = kit.record(lost, out.resolve("seeing.jsonl"), "--store", worked);
    assertThat(seeing.code()).as(seeing.err()).isZero();
    assertThat(seeing.out()).contains("2 with the version they made");
    assertThat(StreamKit.replay(out.resolve("seeing.jsonl"), out.resolve("s"), "--verify").code())
        .isZero();
    Terminal guessed =
        StreamKit.replay(
            out.resolve("blind.jsonl"),
            out.resolve("g"),
            "--worker-set",
            "epochs=2",
            "--worker-seed",
            3);
    assertThat(guessed.err()).contains("it is not recorded how they were learned");
    assertThat(StreamKit.digests(out.resolve("g/store"))).isEqualTo(StreamKit.digests(worked));
  }

  @Test
  void whatIsNotThereIsNamed(@TempDir Path out) {
    Path file = out.resolve("s.jsonl");
    assertFails(kit.record(new Topics("nothing"), file), "no such topic: nothing.tasks");
    assertFails(
        Terminal.lamm(
            "record",
            "--bootstrap",
            kit.connection.bootstrapServers(),
            "--topic-prefix",
            TOPICS.prefix(),
            "--learner",
            "nobody",
            "--output",
            file),
        "no task of learner 'nobody'",
        "there are tasks of: other, words");
    assertFails(kit.record(TOPICS, file, "--store", images), images.toString());
    assertFails(
        Terminal.lamm(
            "record", "--bootstrap", "127.0.0.1:1", "--learner", "words", "--output", file),
        "127.0.0.1:1");
    assertThat(file).doesNotExist();
  }

  private Path recorded(Path out, String name, Object... more) {
    Terminal seen = kit.record(TOPICS, out.resolve(name), more);
    assertThat(seen.code()).as(seen.err()).isZero();
    return out.resolve(name);
  }

  private static List<SequenceEntry> entries(Path file) throws IOException {
    try (SequenceFile sequence = SequenceFile.open(file)) {
      return sequence.entries();
    }
  }

  private static List<String> tasks(Path file) throws IOException {
    return entries(file).stream().map(SequenceEntry::task).toList();
  }

  private static void assertFails(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines())
        .filteredOn(line -> line.startsWith("lamm:"))
        .singleElement()
        .asString()
        .contains(words);
    assertThat(seen.err()).doesNotContain("Exception", "\tat ");
  }
}
