package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** 1,000 classes after 200 versions; 4,950 class entries are written. */
  static final History THOUSAND_CLASSES = new History("birds", 5, 5, 20, 8, 4);

  static final int THOUSAND_CLASSES_VERSIONS = 200;

  /** When a version was made: one hour after the other. */
  static Instant createdAt(int number) {
    return BEGIN.plus(STEP.multipliedBy(number));
  }

  /** Commits versions, the last included. */
  void write(EmbeddingStore store, int from, int last) {
    Version version = version(from);
    store.commit(commit(version));
    for (int number = from + 1; number <= last; number++) {
      version = after(version);
      store.commit(commit(version));
    }
  }

  private TaskCommit commit(Version version) {
    int number = version.number();
    return new TaskCommit(
        Optional.of(new NewVersion(version, testSet(number), scores(number))),
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
    return version(
        number, IntStream.range(0, writers.length).mapToObj(i -> entry(i, writers[i])).toList());
  }

  /** The next version, made out of the one before. */
  private Version after(Version version) {
    int number = version.number() + 1;
    List<ClassEmbedding> classes = new ArrayList<>(version.classes());
    movedBy(number).forEach(i -> classes.set(i, entry(i, number)));
    IntStream.range(classes.size(), classCount(number)).forEach(i -> classes.add(entry(i, number)));
    return version(number, classes);
  }

  private Version version(int number, List<ClassEmbedding> classes) {
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
      scores.add(score(row, number));
    }
    for (int column = 1; column <= number; column++) {
      scores.add(score(number, column));
    }
    return scores;
  }

  private static CellScore score(int row, int column) {
    int correct = new SplittableRandom(1000L * row + column).nextInt(51);
    return new CellScore(row, "task " + column, correct, 50);
  }

  /** Compares a version, its summary, its test sets and its scores with what they must be. */
  void assertVersion(EmbeddingStore store, int number) {
    assertEmbeddings(store, number);
    GoldenStore.assertSummary(store.versions(learner).get(number - 1), version(number));
    assertTestSets(store, number);
    assertScores(store, number);
  }

  /** The part of it that does not read the whole history. */
  void assertEmbeddings(EmbeddingStore store, int number) {
    Version expected = version(number);
    Version version = store.version(learner, number);
    assertThat(version).isEqualTo(expected);
    assertThat(EmbeddingsDigest.sha256(version.classes())).isEqualTo(expected.embeddingsSha256());
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
      int writer = version;
      movedBy(version).forEach(i -> writers[i] = writer);
      Arrays.fill(writers, known(version), classCount(version), version);
    }
    return writers;
  }

  private IntStream movedBy(int version) {
    int known = known(version);
    return IntStream.range(0, Math.min(moved, known))
        .map(i -> (int) ((i * 7919L + version * 104729L) % known));
  }

  /** How many classes a version takes over. */
  private int known(int version) {
    return version == 1 ? 0 : classCount(version - 1);
  }

  private List<String> newClasses(int number) {
    return IntStream.range(known(number), classCount(number)).mapToObj(History::className).toList();
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
