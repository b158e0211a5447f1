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
    Version made = store.version(LEARNER, 7);
    cache.add(made, VersionWeights.of(made, learner.testSet(7).dimension()));
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
  void theOldestMakesRoomAndWhatIsTooLargeIsNotKept() {
    List<VersionSummary> versions = store.versions(LEARNER);
    WeightsCache cache = new WeightsCache((3 + 6 + 9) * OF_A_CLASS);
    for (int i = 0; i < 3; i++) {
      cache.put(versions.get(i), Part.TEXT, features(i + 1));
    }
    assertThat(cache.size()).isEqualTo(18L * OF_A_CLASS);
    assertThat(cache.get(versions.get(0), Part.TEXT)).isPresent();

    cache.put(versions.get(7), Part.TEXT, features(8));
    assertThat(cache.get(versions.get(7), Part.TEXT)).isEmpty();
    assertThat(cache.size()).isEqualTo(18L * OF_A_CLASS);

    cache.put(versions.get(0), Part.WHOLE, features(1));
    assertThat(cache.get(versions.get(1), Part.TEXT)).as("used longest ago").isEmpty();
    assertThat(cache.get(versions.get(0), Part.TEXT)).isPresent();
    assertThat(cache.get(versions.get(0), Part.WHOLE)).isPresent();
    assertThat(cache.size()).isEqualTo((3L + 9 + 3) * OF_A_CLASS);

    cache.put(versions.get(0), Part.WHOLE, features(1));
    assertThat(cache.size()).as("the same again").isEqualTo((3L + 9 + 3) * OF_A_CLASS);
  }

  private ClassWeights features(int number) {
    return VersionWeights.text(store.version(LEARNER, number).classes(), 8);
  }
}
