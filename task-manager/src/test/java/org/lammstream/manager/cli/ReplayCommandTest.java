package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lammstream.manager.cli.StreamKit.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.ReportJson;
import org.lammstream.manager.builtin.BuiltinCheckpoint;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.topic.Topics;

/**
 * Twenty tasks on a real broker, learned by a worker, recorded, and replayed in many ways. The
 * images travel inside the events.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplayCommandTest {
  private static final Topics TOPICS = new Topics("live");
  private static final int TASKS = 20;

  private final StreamKit kit;
  private final Path images;
  private final Path original;
  private final Path sequence;
  private final Terminal recording;

  ReplayCommandTest(@TempDir Path folder) {
    this.kit = new StreamKit(folder);
    this.images = kit.images(2 * TASKS);
    this.original = folder.resolve("original");
    this.sequence = folder.resolve("sequence.jsonl");
    kit.publish(TOPICS, images);
    assertThat(kit.work(TOPICS, original, images, TASKS)).hasSize(TASKS);
    this.recording = kit.record(TOPICS, sequence);
  }

  @AfterAll
  void close() {
    kit.close();
  }

  @Test
  void aRecordingTellsWhatItHolds() throws IOException {
    assertThat(recording.code()).isZero();
    assertThat(recording.err()).doesNotContain("note:", "lamm:");
    assertThat(recording.out())
        .startsWith("recorded 20 tasks of words, 20 with the version they made, into " + sequence);
    List<String> lines = Files.readAllLines(sequence);
    assertThat(lines).hasSize(TASKS + 2);
    JsonNode last = new ObjectMapper().readTree(lines.get(TASKS));
    assertThat(last.at("/original/version").asInt()).isEqualTo(TASKS);
    assertThat(last.at("/original/parent").asInt()).isEqualTo(TASKS - 1);
    assertThat(last.at("/original/provenance/seed").isIntegralNumber()).isTrue();
    Terminal again = kit.record(TOPICS, sequence);
    assertFails(again, "exists already");
  }

  @Test
  void aFreshProcessComesToEqualVersionsAndAWorkerGoesOnFromThem(@TempDir Path fresh)
      throws Exception {
    Map<String, Long> before = kit.ends();
    Path err = fresh.resolve("err.txt");
    Process process = StreamKit.replaying(sequence, fresh.resolve("out"), err, "--verify");
    assertThat(StreamKit.exitCode(process)).as(() -> read(err)).isZero();

    Path store = fresh.resolve("out/store");
    assertThat(StreamKit.digests(store))
        .hasSize(TASKS)
        .doesNotHaveDuplicates()
        .isEqualTo(StreamKit.digests(original));
    Report report = ReportJson.read(fresh.resolve("out/report.json"));
    assertThat(report.tasks()).hasSize(TASKS);
    assertThat(report.seed()).isEqualTo(3);
    assertThat(report.configuration()).containsEntry("epochs", "2").containsEntry("shots", "2");
    assertThat(kit.ends()).isEqualTo(before);

    Path more = kit.images(2 * TASKS + 2);
    Path tasks =
        Files.writeString(
            fresh.resolve("tasks.json"), "[{\"task\": \"new\", \"classes\": [\"bo\", \"bp\"]}]");
    kit.publishTasks(TOPICS, more, "--tasks", tasks);
    // It begins behind the last replayed task, which no worker of this group has ever read.
    assertThat(kit.work(TOPICS, store, more, 1)).containsExactly("version 21");
    assertThat(kit.ends().get(TOPICS.results() + "-0"))
        .isEqualTo(before.getOrDefault(TOPICS.results() + "-0", 0L) + 1);
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      assertThat(open.versions(StreamKit.LEARNER)).hasSize(TASKS + 1);
    }
  }

  @Test
  void aReplayFromTheTopicOnlyReadsIt(@TempDir Path out) {
    Map<String, Long> before = kit.ends();
    Object[] command = {
      "replay",
      "--bootstrap",
      kit.connection.bootstrapServers(),
      "--topic-prefix",
      TOPICS.prefix(),
      "--learner",
      StreamKit.LEARNER,
      "--checkpoint",
      StreamKit.checkpoint(),
      "--until",
      "task-03",
      "--verify",
      "--output",
      out
    };
    Terminal seen = Terminal.lamm(command);
    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("verified: 3 of 3 versions were recorded, and all of them are equal");
    assertThat(StreamKit.digests(out.resolve("store")))
        .isEqualTo(StreamKit.digests(original).subList(0, 3));
    Terminal again = Terminal.lamm(command);
    assertThat(again.code()).isZero();
    assertThat(again.err())
        .contains("note: going on with " + out.resolve("sequence.jsonl"))
        .contains("3 of 3 tasks are in " + out.resolve("store") + ", 0 are to come");
    assertThat(kit.ends()).isEqualTo(before);
  }

  @Test
  void aStoppedReplayGoesOnWhereItWas(@TempDir Path out) throws Exception {
    Path err = out.resolve("err.txt");
    Process process = StreamKit.replaying(sequence, out.resolve("r"), err);
    await()
        .atMost(Duration.ofSeconds(90))
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions() // a store that is just being made
        .until(() -> !process.isAlive() || !StreamKit.digests(out.resolve("r/store")).isEmpty());
    process.destroy();
    assertThat(StreamKit.exitCode(process)).as(() -> read(err)).isNotZero();
    assertThat(read(err)).contains("lamm: stopped; what was replayed is kept in");

    Terminal seen = replay(sequence, out.resolve("r"), "--verify");
    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.err()).containsPattern("\\d+ of 20 tasks are in .*, \\d+ are to come");
    assertThat(seen.out()).contains("verified: 20 of 20 versions were recorded");
    assertThat(StreamKit.digests(out.resolve("r/store"))).isEqualTo(StreamKit.digests(original));
  }

  @Test
  void anotherCheckpointIsRefusedUnlessItIsWanted(@TempDir Path out) {
    Path other = BuiltinCheckpoint.extractTo(out.resolve("drawn-clip"));
    Object[] command = {
      "replay", sequence, "--checkpoint", other, "--output", out.resolve("r"), "--until", "task-02"
    };
    assertFails(
        Terminal.lamm(command),
        "learned with checkpoint tiny_clip",
        "this is drawn-clip",
        "--other-checkpoint",
        "Nothing was replayed");
    assertThat(out.resolve("r")).doesNotExist();
    Terminal wanted =
        Terminal.lamm(
            Stream.concat(Arrays.stream(command), Stream.of("--other-checkpoint")).toArray());
    assertThat(wanted.code()).as(wanted.err()).isZero();
    assertThat(wanted.out()).doesNotContain("equal");
    assertThat(StreamKit.digests(out.resolve("r/store"))).hasSize(2);
  }

  @Test
  void aCutFileReplaysNothingButWhatIsAskedForAndWhole(@TempDir Path out) throws IOException {
    String whole = Files.readString(sequence);
    Path cut = Files.writeString(out.resolve("cut.jsonl"), whole.substring(0, whole.length() / 5));
    Terminal refused = replay(cut, out.resolve("r"));
    assertFails(
        refused, "is cut off in the middle", "are whole", "--until", "Nothing was replayed");
    assertThat(out.resolve("r")).doesNotExist();
    Terminal safe = replay(cut, out.resolve("r"), "--until", "task-02", "--verify");
    assertThat(safe.code()).as(safe.err()).isZero();
    assertThat(StreamKit.digests(out.resolve("r/store")))
        .isEqualTo(StreamKit.digests(original).subList(0, 2));
  }

  @Test
  void variantsAreComparedWithTheTasksAsRecorded(@TempDir Path out) throws IOException {
    Object[] whatIf = {
      "--until",
      "task-04",
      "--set",
      "old=frozen",
      "--set",
      "lr=0.1,epochs=4",
      "--set",
      "order=reversed",
      "--set",
      "without=task-02"
    };
    Terminal seen = replay(sequence, out, whatIf);
    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.out())
        .contains("== base", "== old=frozen", "verified: 4 of 4", "# Comparison of 5 runs");
    assertThat(StreamKit.digests(out.resolve("base/store")))
        .isEqualTo(StreamKit.digests(original).subList(0, 4));
    JsonNode comparison = new ObjectMapper().readTree(out.resolve("comparison.json").toFile());
    assertThat(comparison.at("/runs").findValuesAsText("name"))
        .containsExactly(
            "base", "old=frozen", "lr=0.1,epochs=4", "order=reversed", "without=task-02");
    assertThat(comparison.at("/runs/3/tasks/0").asText()).isEqualTo("task-04");
    assertThat(comparison.at("/runs/4/tasks")).hasSize(3);
    assertThat(Files.size(out.resolve("comparison.png"))).isPositive();
    assertThat(out.resolve("comparison.md")).content().contains("minus base");
    for (String variant :
        List.of("old-frozen", "lr-0.1+epochs-4", "order-reversed", "without-task-02")) {
      assertThat(out.resolve("variants").resolve(variant).resolve("report.json")).exists();
      assertThat(features(out.resolve("variants").resolve(variant).resolve("store"))).isZero();
    }
    assertThat(features(out.resolve("base/store"))).isEqualTo(4 * 2 * 3);

    Terminal again = replay(sequence, out, whatIf);
    assertThat(again.code()).isZero();
    assertThat(again.err().lines().filter(line -> line.contains(", 0 are to come"))).hasSize(5);
    assertThat(new ObjectMapper().readTree(out.resolve("comparison.json").toFile()))
        .isEqualTo(comparison);
  }

  /** How many image features a store has cached. */
  private static long features(Path store) {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      return Objects.requireNonNull(open.check().families().get("features")).entries();
    }
  }

  @Test
  void resultsGoOnlyWhereTheyAreSent(@TempDir Path out) {
    Object[] side = {
      "--until", "task-02", "--bootstrap", kit.connection.bootstrapServers(), "--publish-to", "side"
    };
    Object[] live = side.clone();
    live[live.length - 1] = TOPICS.prefix();
    Map<String, Long> before = kit.ends();
    assertFails(replay(sequence, out.resolve("live"), live), "live.results", "--force-live");
    assertThat(kit.ends()).isEqualTo(before);

    Terminal seen = replay(sequence, out.resolve("side"), side);
    assertThat(seen.code()).as(seen.err()).isZero();
    Map<String, Long> expected = new TreeMap<>(before);
    expected.put("side.results-0", 2L);
    assertThat(kit.ends()).isEqualTo(expected);

    Terminal whatIf =
        replay(
            sequence,
            out.resolve("w"),
            Stream.concat(Arrays.stream(side), Stream.of("--set", "epochs=1")).toArray());
    assertThat(whatIf.code()).isEqualTo(2);
  }

  @Test
  void whatCannotBeReplayedIsSaidInALine(@TempDir Path out) {
    assertFails(replay(out.resolve("none.jsonl"), out), "none.jsonl: no such file");
    assertFails(replay(sequence, out, "--until", "task-99"), "holds no task 'task-99'");
    assertFails(replay(sequence, out, "--learner", "dogs"), "tasks of learner 'words', not of");
    assertFails(replay(sequence, out, "--against", images), images.toString());
    assertUsage(replay(sequence, out, "--set", "epoch=1"), "epoch");
    assertUsage(replay(sequence, out, "--order", "sideways"), "sideways");
    assertUsage(replay(sequence, out, "--worker-set", "epoch=1"), "epoch");
    assertUsage(replay(sequence, out, "--set", "epochs=1", "--set", "epochs=1"), "given twice");
    assertUsage(replay(sequence, out, "--publish-to", "side"), "--bootstrap");
    assertUsage(replay(sequence, out, "--bootstrap", "b:1"), "only for --publish-to");
    assertUsage(
        Terminal.lamm("replay", "--checkpoint", StreamKit.checkpoint(), "--output", out),
        "--bootstrap and --learner");
    // Settings that are meant for workers make no variant.
    Terminal seen =
        Terminal.lamm(
            Map.of("LAMM_SET", "epochs=7", "LAMM_SEED", "5"),
            "replay",
            sequence,
            "--checkpoint",
            StreamKit.checkpoint(),
            "--until",
            "task-01",
            "--verify",
            "--output",
            out.resolve("r"));
    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(out.resolve("r/variants")).doesNotExist();
  }

  private static void assertUsage(Terminal seen, String words) {
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines().get(0)).startsWith("lamm: ").contains(words);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
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
