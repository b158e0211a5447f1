package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;

/** On a learner of seven versions whose old classes move, so that every version loses something. */
class PromotionGateTest {

  private static final String LEARNER = "made-up";
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  PromotionGateTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(7);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** What becomes of version 7, whose parent is version 6. */
  private Promotion decide(OptionalInt champion, OptionalDouble before, OptionalDouble allowed) {
    LearnerHistory history = LearnerHistory.of(store, LEARNER, 6);
    Version newest = store.version(LEARNER, 7);
    TestSet tests = learner.testSet(7);
    ClassWeights weights = VersionWeights.of(newest, tests.dimension());
    return new PromotionGate(history, champion, recorded -> before)
        .decide(allowed, history.measure(7, newest.classes(), weights, tests), weights);
  }

  private static OptionalDouble points(double points) {
    return OptionalDouble.of(points);
  }

  private double lost(int champion, int version) {
    AccuracyMatrix matrix = LearnerHistory.of(store, LEARNER, 7).matrix();
    double before = mean(matrix, champion, champion);
    return 100 * (before - mean(matrix, version, champion));
  }

  private static double mean(AccuracyMatrix matrix, int row, int tasks) {
    return IntStream.rangeClosed(1, tasks)
        .mapToDouble(column -> matrix.accuracy(row, column))
        .average()
        .orElseThrow();
  }

  @Test
  void moreThanAllowedIsHeldBackAndExactlyAsMuchPasses() {
    double lost = lost(6, 7);
    assertThat(lost).isPositive();
    assertThat(decide(OptionalInt.of(6), NONE, points(lost)))
        .isEqualTo(new Promotion.Granted(OptionalInt.of(6)));
    Promotion less = decide(OptionalInt.of(6), NONE, points(lost - 0.01));
    HeldBack why = less.heldBack().orElseThrow();
    assertThat(why.champion()).isEqualTo(6);
    assertThat(why.pointsLost()).isBetween(lost - 1e-9, lost + 1e-9);
    assertThat(why.pointsAllowed()).isEqualTo(lost - 0.01);
    assertThat(less.isGranted()).isFalse();
    assertThat(less.supersedes()).isEmpty();
  }

  @Test
  void thePairsAreTheExamplesThatWereRightAndAreWrongNow() {
    HeldBack why = decide(OptionalInt.of(6), NONE, points(0)).heldBack().orElseThrow();
    VersionClassifier before = new VersionClassifier(store.version(LEARNER, 6));
    VersionClassifier after = new VersionClassifier(store.version(LEARNER, 7));
    Map<List<String>, Integer> expected = new HashMap<>();
    for (int task = 1; task <= 6; task++) {
      TestSet tests = learner.testSet(task);
      List<String> then = before.predict(tests);
      List<String> now = after.predict(tests);
      for (int n = 0; n < then.size(); n++) {
        String label = tests.labels().get(n);
        if (then.get(n).equals(label) && !now.get(n).equals(label)) {
          expected.merge(List.of(label, now.get(n)), 1, Integer::sum);
        }
      }
    }
    assertThat(expected).hasSizeGreaterThan(3);
    assertThat(why.pairs()).hasSize(Math.min(HeldBack.MOST_PAIRS, expected.size()));
    assertThat(why.pairs())
        .allMatch(
            pair -> expected.getOrDefault(List.of(pair.lost(), pair.took()), 0) == pair.examples());
    assertThat(why.pairs())
        .extracting(ClassLoss::examples)
        .isSortedAccordingTo((a, b) -> b - a)
        .first()
        .isEqualTo(expected.values().stream().max(Integer::compare).orElseThrow());
  }

  @Test
  void aChampionThatTheGateLeftBehindIsWhatIsComparedAndCaughtUpWith() {
    assertThat(lost(4, 5)).isPositive();
    assertThat(lost(4, 6)).isPositive();
    double lost = lost(4, 7);
    assertThat(decide(OptionalInt.of(4), points(0), points(lost + 0.01)))
        .isEqualTo(new Promotion.Granted(OptionalInt.of(4)));
    HeldBack why = decide(OptionalInt.of(4), points(0), points(lost - 0.01)).heldBack().get();
    assertThat(why.champion()).isEqualTo(4);
    assertThat(why.pointsLost()).isBetween(lost - 1e-9, lost + 1e-9);
  }

  @Test
  void aChampionThatTheGateDidNotLeaveBehindStaysWhereItWasPut() {
    Promotion elsewhere = new Promotion.Elsewhere();
    assertThat(decide(OptionalInt.of(4), points(100), points(100)))
        .as("versions 5 and 6 passed their gate, and yet 4 is champion")
        .isEqualTo(elsewhere);
    assertThat(decide(OptionalInt.of(4), NONE, points(100)))
        .as("versions 5 and 6 had no gate")
        .isEqualTo(elsewhere);
    assertThat(decide(OptionalInt.of(4), points(0), NONE))
        .as("without a gate nothing catches up")
        .isEqualTo(elsewhere);
    int branch = learner.learn(5, "branch", 12);
    assertThat(decide(OptionalInt.of(branch), points(0), points(100)))
        .as("the champion is on another branch")
        .isEqualTo(elsewhere);
  }

  @Test
  void withoutAChampionTheParentIsCompared() {
    assertThat(decide(OptionalInt.empty(), NONE, points(0)).heldBack().orElseThrow().champion())
        .isEqualTo(6);
    assertThat(decide(OptionalInt.empty(), NONE, NONE))
        .isEqualTo(new Promotion.Granted(OptionalInt.of(6)));
  }

  @Test
  void aFirstVersionAndOneThatCannotBeComparedPass() {
    String other = "without tests";
    SyntheticLearner untested = new SyntheticLearner(store, other, Shape.SMALL);
    int parent = 0;
    for (int number = 1; number <= 2; number++) {
      LearnerHistory history = LearnerHistory.of(store, other);
      untested.learn(parent, "task-" + number, 0);
      Version version = store.version(other, number);
      TestSet tests = untested.testSet(number);
      ClassWeights weights = VersionWeights.of(version, tests.dimension());
      assertThat(
              new PromotionGate(history, store.alias(other, "nobody"), recorded -> points(0))
                  .decide(
                      points(0),
                      history.measure(number, version.classes(), weights, tests),
                      weights))
          .isEqualTo(
              new Promotion.Granted(parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent)));
      parent = number;
    }
  }

  @Test
  void aRowThatLacksACellPasses() {
    int parent = learner.learn(7, "unreported", 12, scores -> List.of());
    Version newest = store.version(LEARNER, learner.learn(parent, "last", 12));
    LearnerHistory history = LearnerHistory.of(store, LEARNER, parent);
    TestSet tests = learner.testSet(newest.number());
    ClassWeights weights = VersionWeights.of(newest, tests.dimension());
    assertThat(
            new PromotionGate(history, OptionalInt.of(parent), recorded -> points(0))
                .decide(
                    points(0),
                    history.measure(newest.number(), newest.classes(), weights, tests),
                    weights))
        .isEqualTo(new Promotion.Granted(OptionalInt.of(parent)));
  }
}
