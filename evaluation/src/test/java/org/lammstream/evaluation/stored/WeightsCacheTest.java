package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.stored.LearnerHistory.NewCells;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.evaluation.stored.WeightsCache.Part;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/** On a learner of eight versions, of which three classes of eight numbers are new in each. */
class WeightsCacheTest {
  private static final String LEARNER = "made-up";
  private static final int OF_A_CLASS = 8 + 1;

  private final EmbeddingStore store;
  private final SyntheticLearner learner;
  private final List<Integer> reads = new ArrayList<>();

  WeightsCacheTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(8);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private StoredWeights weights(WeightsCache cache) {
    return new StoredWeights(
        (name, number) -> {
          reads.add(number);
          return store.version(name, number);
        },
        cache);
  }

  /** As a worker measures a version, on a fresh snapshot of what was before it. */
  private NewCells measure(int number, WeightsCache cache) {
    Version version = store.version(LEARNER, number);
    TestSet tests = learner.testSet(number);
    return LearnerHistory.of(store, LEARNER, number - 1, weights(cache))
        .measure(
            number,
            version.classes(),
            VersionWeights.of(version, tests.dimension()),
            learner.testSet(number));
  }

  /** As a worker hands in what it has stored. */
  private void add(int number, WeightsCache cache) {
    Version made = store.version(LEARNER, number);
    cache.add(made, VersionWeights.of(made, learner.testSet(number).dimension()));
  }

  private static WeightsCache large() {
    return new WeightsCache(1_000_000);
  }

  @Test
  void eachVersionIsReadOnceHoweverManyTasksFollow() {
    WeightsCache cache = large();
    measure(6, cache);
    assertThat(reads).containsExactly(1, 2, 3, 4, 5);
    measure(7, cache);
    assertThat(reads).containsExactly(1, 2, 3, 4, 5, 6);
    measure(8, cache);
    assertThat(reads).containsExactly(1, 2, 3, 4, 5, 6, 7);
  }

  @Test
  void aVersionThatItsMakerHandsInIsNotReadAtAll() {
    WeightsCache cache = large();
    measure(7, cache);
    add(7, cache);
    reads.clear();
    measure(8, cache);
    assertThat(reads).isEmpty();
  }

  @Test
  void whatIsMeasuredIsTheSameWithAndWithoutIt() {
    WeightsCache cache = large();
    WeightsCache small = new WeightsCache(50 * OF_A_CLASS);
    for (int number = 2; number <= 8; number++) {
      List<?> without = measure(number, new WeightsCache(0)).scores();
      assertThat(measure(number, cache).scores()).isEqualTo(without);
      assertThat(measure(number, small).scores()).isEqualTo(without);
    }
    assertThat(small.size()).isPositive().isLessThanOrEqualTo(50L * OF_A_CLASS);
  }

  @Test
  void whatIsCachedDoesNotBringBackAPrunedVersion() {
    WeightsCache cache = large();
    LearnerHistory before = LearnerHistory.of(store, LEARNER, 7, weights(cache));
    measure(8, cache);
    learner.prune(3);
    reads.clear();

    assertThat(measure(8, cache).scores()).isEqualTo(measure(8, new WeightsCache(0)).scores());
    Version newest = store.version(LEARNER, 8);
    TestSet tests = learner.testSet(8);
    ClassWeights now = VersionWeights.of(newest, tests.dimension());
    assertThat(before.measure(8, newest.classes(), now, tests).scores())
        .as("a snapshot from before the pruning")
        .isEqualTo(measure(8, cache).scores());
    assertThat(measure(8, cache).scores()).noneMatch(score -> score.row() == 1);
    assertThat(before.weights(1, tests.dimension())).isEmpty();
    assertThat(before.weights(7, tests.dimension())).isPresent();
  }

  @Test
  void theGateReadsTheSameChampionOnce() {
    WeightsCache cache = large();
    Version newest = store.version(LEARNER, 8);
    TestSet tests = learner.testSet(8);
    ClassWeights now = VersionWeights.of(newest, tests.dimension());
    List<Promotion> decisions = new ArrayList<>();
    for (WeightsCache each : List.of(cache, cache, new WeightsCache(0))) {
      LearnerHistory history = LearnerHistory.of(store, LEARNER, 7, weights(each));
      NewCells cells = history.measure(8, newest.classes(), now, tests);
      reads.clear();
      decisions.add(
          new PromotionGate(history, OptionalInt.of(7), recorded -> OptionalDouble.of(0))
              .decide(OptionalDouble.of(0), cells, now));
      assertThat(reads).hasSize(decisions.size() == 2 ? 0 : 1);
    }
    assertThat(decisions.get(0).heldBack()).isPresent();
    assertThat(decisions).containsOnly(decisions.get(0));
  }

  @Test
  void ofAHistoryTwiceAsLargeAboutHalfIsReadAtEachTask() {
    learner.learn(16);
    int last = 24;
    long capacity = classesBefore(last) / 2;
    WeightsCache cache = new WeightsCache(capacity * OF_A_CLASS);
    add(1, cache);
    for (int number = 2; number <= last; number++) {
      reads.clear();
      List<?> scores = measure(number, cache).scores();
      long read = reads.stream().mapToLong(WeightsCacheTest::classes).sum();
      assertThat(read)
          .as("classes read at task " + number)
          .isBetween(
              Math.max(0, classesBefore(number) - capacity),
              Math.max(0, classesBefore(number) - capacity + classes(number)));
      assertThat(scores).isEqualTo(measure(number, new WeightsCache(0)).scores());
      add(number, cache);
      assertThat(cache.size()).isLessThanOrEqualTo(capacity * OF_A_CLASS);
    }
    measure(last, cache); // what still fits is kept
    reads.clear();
    measure(last, cache);
    List<Integer> once = List.copyOf(reads);
    reads.clear();
    measure(last, cache);
    assertThat(reads).as("the same rest each time").isEqualTo(once).doesNotContain(last - 1);
  }

  /** Of one version. */
  private static long classes(int number) {
    return 3L * number;
  }

  /** Of all versions before one. */
  private static long classesBefore(int number) {
    return classes(number) * (number - 1) / 2;
  }

  @Test
  void whatIsReadPushesNothingOut() {
    List<VersionSummary> versions = store.versions(LEARNER);
    WeightsCache cache = new WeightsCache((3 + 6 + 9) * OF_A_CLASS);
    for (int i = 0; i < 3; i++) {
      cache.offer(versions.get(i), Part.TEXT, features(i + 1));
    }
    assertThat(cache.size()).isEqualTo(18L * OF_A_CLASS);
    cache.offer(versions.get(0), Part.TEXT, features(1));
    assertThat(cache.size()).as("the same again").isEqualTo(18L * OF_A_CLASS);

    cache.offer(versions.get(0), Part.WHOLE, features(1));
    assertThat(cache.get(versions.get(0), Part.WHOLE)).isEmpty();
    assertThat(cache.size()).isEqualTo(18L * OF_A_CLASS);
  }

  @Test
  void theOldestMakesRoomForANewVersionAndWhatIsTooLargeIsNotKept() {
    List<VersionSummary> versions = store.versions(LEARNER);
    WeightsCache cache = new WeightsCache((3 + 6 + 9) * OF_A_CLASS);
    for (int number = 1; number <= 3; number++) {
      cache.add(store.version(LEARNER, number), features(number));
    }
    assertThat(cache.get(versions.get(0), Part.TEXT)).isPresent();

    cache.add(store.version(LEARNER, 8), features(8));
    assertThat(cache.get(versions.get(7), Part.TEXT)).isEmpty();
    assertThat(cache.size()).isEqualTo(18L * OF_A_CLASS);

    cache.add(store.version(LEARNER, 4), features(4));
    assertThat(cache.get(versions.get(1), Part.TEXT)).as("used longest ago").isEmpty();
    assertThat(cache.get(versions.get(2), Part.TEXT)).as("then this").isEmpty();
    assertThat(cache.get(versions.get(0), Part.TEXT)).isPresent();
    assertThat(cache.get(versions.get(3), Part.TEXT)).isPresent();
    assertThat(cache.size()).isEqualTo((3L + 12) * OF_A_CLASS);

    cache.add(store.version(LEARNER, 4), features(4));
    assertThat(cache.size()).as("the same again").isEqualTo((3L + 12) * OF_A_CLASS);
  }

  private ClassWeights features(int number) {
    return VersionWeights.text(store.version(LEARNER, number).classes(), 8);
  }
}
