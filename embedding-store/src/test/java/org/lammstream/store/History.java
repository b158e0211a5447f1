package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

/**
 * A made-up history of one learner, of any length. Everything follows from the settings, so that
 * versions can be compared with what they must be without being held.
 *
 * @param learner name of the learner
 * @param first how many classes the first version has
 * @param added how many classes each further version adds
 * @param moved how many old classes each version changes, scattered
 * @param width width of the text encoder
 * @param dimension length of a feature
 */
record History(String learner, int first, int added, int moved, int width, int dimension) {

  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration STEP = Duration.ofHours(1);

  /** 1,000 classes after 200 versions; 4,990 class entries are written. */
  static final History THOUSAND_CLASSES = new History("birds", 5, 5, 20, 8, 4);

  static final int THOUSAND_CLASSES_VERSIONS = 200;

  /** When a version was made: one hour after the other. */
  static Instant createdAt(int number) {
    return BEGIN.plus(STEP.multipliedBy(number));
  }

  /** Commits versions, the last included. */
  void write(EmbeddingStore store, int from, int last) {
    for (int number = from; number <= last; number++) {
      store.commit(commit(number));
    }
  }

  TaskCommit commit(int number) {
    return new TaskCommit(
        Optional.of(newVersion(number)),
        Optional.of(new AppliedEvent(learner, learner + " event " + number)),
        new SourcePosition(new SourcePartition("lamm.tasks", 0), number, number + 1),
        List.of(),
        Map.of(),
        Map.of());
  }

  NewVersion newVersion(int number) {
    return new NewVersion(version(number), testSet(number), scores(number));
  }

  Version version(int number) {
    int[] writers = writers(number);
    List<ClassEmbedding> classes =
        IntStream.range(0, writers.length).mapToObj(i -> entry(i, writers[i])).toList();
    return new Version(
        learner,
        number,
        number == 1 ? OptionalInt.empty() : OptionalInt.of(number - 1),
        createdAt(number),
        "task " + number,
        newClasses(number),
        classes,
        provenance(number),
        Map.of("align", 1.25, "encode", 0.1),
        EmbeddingsDigest.sha256(classes));
  }

  TestSet testSet(int number) {
    List<String> labels = newClasses(number);
    SplittableRandom random = new SplittableRandom(number);
    float[] features = Samples.floats(random, labels.size() * dimension);
    return new TestSet("task " + number, labels, labels, features, dimension);
  }

  /** The version's row, and the column of its task in all earlier rows. */
  List<CellScore> scores(int number) {
    List<CellScore> scores = new ArrayList<>();
    for (int row = 0; row < number; row++) {
      scores.add(new CellScore(row, "task " + number, row % 3, 2));
    }
    for (int column = 1; column <= number; column++) {
      scores.add(new CellScore(number, "task " + column, column % 3, 2));
    }
    return scores;
  }

  /** Compares a version, its summary, its test sets and its scores with what they must be. */
  void assertVersion(EmbeddingStore store, int number) {
    Version expected = version(number);
    Version version = store.version(learner, number);
    assertThat(version).isEqualTo(expected);
    assertThat(EmbeddingsDigest.sha256(version.classes())).isEqualTo(expected.embeddingsSha256());
    GoldenStore.assertSummary(store.versions(learner).get(number - 1), expected);
    assertTestSets(store, number);
    assertScores(store, number);
  }

  void assertTestSets(EmbeddingStore store, int number) {
    assertThat(store.testSets(learner, number))
        .isEqualTo(IntStream.rangeClosed(1, number).mapToObj(this::testSet).toList());
  }

  void assertScores(EmbeddingStore store, int number) {
    assertThat(store.scores(learner, number))
        .isEqualTo(
            IntStream.rangeClosed(1, number)
                .boxed()
                .flatMap(version -> scores(version).stream())
                .toList());
  }

  /** How many class entries these versions use, each counted once. */
  long entries(List<Integer> versions) {
    return versions.stream()
        .flatMap(
            version -> {
              int[] writers = writers(version);
              return IntStream.range(0, writers.length).mapToObj(i -> i + " of " + writers[i]);
            })
        .distinct()
        .count();
  }

  int classCount(int number) {
    return first + (number - 1) * added;
  }

  /** For each class the version that last changed it. */
  private int[] writers(int number) {
    int[] writers = new int[classCount(number)];
    for (int version = 1; version <= number; version++) {
      int known = version == 1 ? 0 : classCount(version - 1);
      for (int i = 0; i < Math.min(moved, known); i++) {
        writers[(int) ((i * 7919L + version * 104729L) % known)] = version;
      }
      for (int i = known; i < classCount(version); i++) {
        writers[i] = version;
      }
    }
    return writers;
  }

  private List<String> newClasses(int number) {
    int known = number == 1 ? 0 : classCount(number - 1);
    return IntStream.range(known, classCount(number)).mapToObj(History::className).toList();
  }

  private static String className(int index) {
    return "class " + index;
  }

  private ClassEmbedding entry(int index, int writer) {
    SplittableRandom random = new SplittableRandom(index * 1_000_003L + writer);
    SplittableRandom constant = new SplittableRandom(index);
    return new ClassEmbedding(
        className(index),
        2,
        width,
        Samples.floats(random, 2 * width),
        new int[0],
        Samples.floats(random, 2 * width),
        Samples.floats(random, dimension),
        Samples.floats(constant, dimension),
        Samples.floats(constant, dimension));
  }

  private static Provenance provenance(int number) {
    return new Provenance(
        "birds event " + number,
        "lamm.tasks",
        0,
        number,
        Map.of("old", "regularized", "neighbours", "20"),
        42,
        "clip-tiny",
        "ab12",
        "0.1.0",
        "17.0.15",
        "Linux",
        "amd64",
        "two cores",
        "PyTorch 2.7.1",
        2);
  }
}
