package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.dashboard.ClassTable.ClassRow;
import org.lammstream.evaluation.dashboard.ClassTable.Taker;
import org.lammstream.evaluation.dashboard.Confusions;
import org.lammstream.evaluation.dashboard.ExamplePredictions;
import org.lammstream.evaluation.dashboard.VersionAnalysis;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/** Against counting by hand, on a made-up learner of six tasks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionAnalyzerTest {
  private static final String NAME = "made-up";
  private static final double ENOUGH = 1e12;

  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  VersionAnalyzerTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder.resolve("store"));
    learner = new SyntheticLearner(store, NAME, SyntheticLearner.Shape.SMALL);
  }

  @BeforeAll
  void learn() {
    learner.learn(6);
  }

  @AfterAll
  void close() {
    store.close();
  }

  /** Examples by the class they are of and the class they are taken for, at one version. */
  private Map<List<String>, Integer> predicted(int number) {
    Version version = store.version(NAME, number);
    Map<List<String>, Integer> counts = new HashMap<>();
    for (TestSet tests : store.testSets(NAME, number)) {
      for (int n = 0; n < tests.labels().size(); n++) {
        String guess = Naive.predict(Naive.image(tests, n), version);
        counts.merge(List.of(tests.labels().get(n), guess), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static int count(Map<List<String>, Integer> predicted, String truth, String guess) {
    return predicted.getOrDefault(List.of(truth, guess), 0);
  }

  @Test
  void everyClassIsCountedAsItWasWhenLearnedAtItsBestAndNow() {
    VersionAnalysis analysis = VersionAnalyzer.of(store, NAME, 6, ENOUGH);
    List<Map<List<String>, Integer>> rows =
        IntStream.rangeClosed(1, 6).mapToObj(this::predicted).toList();
    assertThat(analysis.classes().classes()).hasSize(18);
    int lost = 0;
    for (ClassRow row : analysis.classes().classes()) {
      int learned = Integer.parseInt(row.task().replace("task-", ""));
      double examples = row.examples();
      List<Double> accuracies =
          IntStream.rangeClosed(learned, 6)
              .mapToObj(number -> count(rows.get(number - 1), row.name(), row.name()) / examples)
              .toList();
      assertThat(row.accuracyWhenLearned().getAsDouble()).isEqualTo(accuracies.get(0));
      assertThat(row.accuracyNow().getAsDouble()).isEqualTo(accuracies.get(accuracies.size() - 1));
      assertThat(row.accuracyBest().getAsDouble())
          .isEqualTo(accuracies.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
      for (Taker taker : row.takenBy()) {
        assertThat(taker.count()).isEqualTo(count(rows.get(5), row.name(), taker.name()));
      }
      assertThat(row.takenBy().stream().mapToInt(Taker::count).sum())
          .isEqualTo(row.examples() - count(rows.get(5), row.name(), row.name()));
      lost += row.lost().newClass() + row.lost().ownMoved() + row.lost().otherMoved();
    }
    assertThat(lost).isPositive();
  }

  @Test
  void driftIsMeasuredFromTheVersionOfTheClasssOwnTask() {
    List<ClassEmbedding> now = store.version(NAME, 6).classes();
    for (ClassRow row : VersionAnalyzer.of(store, NAME, 6, ENOUGH).classes().classes()) {
      int learned = Integer.parseInt(row.task().replace("task-", ""));
      ClassEmbedding then = entry(store.version(NAME, learned).classes(), row.name());
      ClassEmbedding entry = entry(now, row.name());
      assertThat(row.embeddingDrift())
          .isEqualTo(Distance.euclidean(then.labelEmbedding(), entry.labelEmbedding()));
      assertThat(row.featureDrift())
          .isEqualTo(Distance.cosine(then.textFeature(), entry.textFeature()));
    }
  }

  private static ClassEmbedding entry(List<ClassEmbedding> classes, String name) {
    return classes.stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void everyExampleIsListedUnderItsClassWithWhatItIsTakenFor() {
    VersionAnalysis analysis = VersionAnalyzer.of(store, NAME, 5, ENOUGH);
    Map<List<String>, Integer> predicted = predicted(5);
    Map<String, List<String>> labels = new HashMap<>();
    LearnerHistory history = LearnerHistory.of(store, NAME, 5);
    for (int i = 0; i < 5; i++) {
      labels.put(
          history.versions().get(i).provenance().eventId(), history.testSets().get(i).labels());
    }
    int wrong = 0;
    for (String truth : analysis.examples().classes()) {
      List<ExamplePredictions.One> all = analysis.examples().of(truth, Optional.empty());
      assertThat(all)
          .isNotEmpty()
          .allMatch(
              one -> labels.getOrDefault(one.eventId(), List.of()).get(one.index()).equals(truth));
      for (String guess : analysis.examples().classes()) {
        List<ExamplePredictions.One> some = analysis.examples().of(truth, Optional.of(guess));
        assertThat(some).hasSize(count(predicted, truth, guess));
        assertThat(all).containsAll(some);
        wrong += guess.equals(truth) ? 0 : some.size();
      }
    }
    assertThat(wrong).isPositive();
    assertThat(analysis.examples().of("nobody", Optional.empty())).isEmpty();
    String first = analysis.examples().classes().get(0);
    assertThat(analysis.examples().of(first, Optional.of("nobody"))).isEmpty();
  }

  @Test
  void confusionsAreThoseOfTheVersionAndItsParentThatGrewMostFirst() {
    Confusions confusions = VersionAnalyzer.of(store, NAME, 5, ENOUGH).confusions();
    Map<List<String>, Integer> now = predicted(5);
    Map<List<String>, Integer> before = predicted(4);
    int wrong = 0;
    int previous = Integer.MAX_VALUE;
    for (Confusions.Pair pair : confusions.pairs()) {
      assertThat(pair.count()).isEqualTo(count(now, pair.truth(), pair.predicted()));
      assertThat(pair.before()).isEqualTo(count(before, pair.truth(), pair.predicted()));
      assertThat(pair.count() - pair.before()).isLessThanOrEqualTo(previous);
      previous = pair.count() - pair.before();
      wrong += pair.count();
    }
    Confusions.OldNew ages = confusions.oldNew();
    assertThat(ages.oldToOld() + ages.oldToNew() + ages.newToOld() + ages.newToNew())
        .isEqualTo(wrong);
    assertThat(wrong).isPositive();
  }

  @Test
  void ofALongHistoryEverySecondOrThirdVersionIsLookedAtAndAlwaysTheLastTwo() {
    Evaluator evaluator = LearnerHistory.of(store, NAME).evaluator();
    assertThat(RowChoice.of(evaluator, ENOUGH)).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(RowChoice.of(evaluator, 1)).containsExactly(5, 6);
    // A row costs its examples times its classes times 8: 864 times the square of its number.
    assertThat(RowChoice.of(evaluator, 864 * 90)).containsExactly(2, 4, 5, 6);
    ClassRow first = VersionAnalyzer.of(store, NAME, 6, 1).classes().classes().get(0);
    assertThat(first.accuracyNow().getAsDouble())
        .isCloseTo(
            count(predicted(6), first.name(), first.name()) / (double) first.examples(),
            within(0.0));
  }

  @Test
  void aPrunedVersionCannotBeAnalysedAndOneAboveItStillCan(@TempDir Path folder) {
    try (EmbeddingStore other = EmbeddingStore.open(folder.resolve("other"))) {
      SyntheticLearner pruned =
          new SyntheticLearner(other, NAME, SyntheticLearner.Shape.SMALL).learn(4);
      pruned.prune(1);
      assertThatThrownBy(() -> VersionAnalyzer.of(other, NAME, 2, ENOUGH))
          .isInstanceOf(PrunedVersionException.class);
      VersionAnalysis last = VersionAnalyzer.of(other, NAME, 4, ENOUGH);
      assertThat(last.classes().classes()).hasSize(12);
      assertThat(last.confusions().pairs()).allMatch(pair -> pair.before() == 0);
    }
  }
}
