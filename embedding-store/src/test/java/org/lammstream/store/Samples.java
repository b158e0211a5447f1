package org.lammstream.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;

/** Small made-up versions and commits; everything follows from the arguments. */
final class Samples {

  static final String LEARNER = "birds";
  static final SourcePartition PARTITION = new SourcePartition("lamm.tasks", 3);
  static final int WIDTH = 16;
  static final int DIMENSION = 8;

  private Samples() {}

  static ClassEmbedding entry(String name, long seed) {
    return entry(name, seed, WIDTH);
  }

  static ClassEmbedding entry(String name, long seed, int width) {
    SplittableRandom random = new SplittableRandom(seed * 31 + name.hashCode());
    int[] tail = seed % 2 == 0 ? new int[0] : new int[] {(int) seed, 49406};
    return new ClassEmbedding(
        name,
        2,
        width,
        floats(random, 2 * width),
        tail,
        floats(random, 2 * width),
        floats(random, DIMENSION),
        floats(random, DIMENSION),
        floats(random, DIMENSION));
  }

  static float[] floats(SplittableRandom random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  /** Version {@code number} with two new classes for each version so far, all others unchanged. */
  static Version version(int number) {
    List<ClassEmbedding> classes = new ArrayList<>();
    for (int task = 1; task <= number; task++) {
      classes.add(entry("class " + task + "a", task));
      classes.add(entry("class " + task + "b", task));
    }
    return version(number, classes, List.of("class " + number + "a", "class " + number + "b"));
  }

  static Version version(int number, List<ClassEmbedding> classes, List<String> newClasses) {
    return version(
        number,
        number == 1 ? OptionalInt.empty() : OptionalInt.of(number - 1),
        classes,
        newClasses);
  }

  static Version version(
      int number, OptionalInt parent, List<ClassEmbedding> classes, List<String> newClasses) {
    return new Version(
        LEARNER,
        number,
        parent,
        Instant.parse("2026-11-24T12:00:00.123456789Z").plusSeconds(number),
        "task " + number,
        newClasses,
        classes,
        new Provenance(
            "event-" + number,
            PARTITION.topic(),
            PARTITION.partition(),
            100L + number,
            Map.of("old", "frozen", "epochs", "50"),
            42,
            "clip-tiny",
            "ab12",
            "0.1.0",
            "17.0.15",
            "Linux",
            "amd64",
            "two cores",
            "PyTorch 2.7.1",
            2),
        Map.of("align", 1.25, "encode", 0.1),
        EmbeddingsDigest.sha256(classes));
  }

  static TestSet testSet(Version version) {
    List<String> labels = version.newClasses();
    return new TestSet(
        version.task(),
        version.newClasses(),
        labels,
        floats(new SplittableRandom(version.number()), labels.size() * DIMENSION),
        DIMENSION);
  }

  static List<CellScore> scores(int number) {
    List<CellScore> scores = new ArrayList<>();
    for (int row = 0; row < number; row++) {
      scores.add(new CellScore(row, "task " + number, row % 3, 2));
    }
    for (int column = 1; column <= number; column++) {
      scores.add(new CellScore(number, "task " + column, 1, 2));
    }
    return scores;
  }

  static TaskCommit commit(int number) {
    return commit(version(number));
  }

  /** A commit with one result record, one feature, and {@code champion} on the new version. */
  static TaskCommit commit(Version version) {
    int number = version.number();
    return new TaskCommit(
        Optional.of(new NewVersion(version, testSet(version), scores(number))),
        Optional.of(new AppliedEvent(version.learner(), "event-" + number)),
        position(number),
        List.of(record("result " + number)),
        Map.of("champion", number),
        Map.of(feature("image " + number), new float[] {number, -1f}));
  }

  static SourcePosition position(int number) {
    return new SourcePosition(PARTITION, 100L + number, 101L + number);
  }

  /** A commit without a version, as for a poison event. */
  static TaskCommit rejection(int number, String... records) {
    return new TaskCommit(
        Optional.empty(),
        Optional.empty(),
        position(number),
        IntStream.range(0, records.length).mapToObj(i -> record(records[i])).toList(),
        Map.of(),
        Map.of());
  }

  static FeatureKey feature(String content) {
    return new FeatureKey("ab12", content, "center");
  }

  static OutgoingRecord record(String value) {
    return new OutgoingRecord(
        "lamm.results",
        LEARNER.getBytes(UTF_8),
        value.getBytes(UTF_8),
        List.of(new RecordHeader("ce_type", new byte[] {1, 0, -1})));
  }

  static List<String> outboxValues(EmbeddingStore store) {
    return store.outbox(Integer.MAX_VALUE).stream()
        .map(entry -> new String(entry.record().value(), UTF_8))
        .toList();
  }
}
