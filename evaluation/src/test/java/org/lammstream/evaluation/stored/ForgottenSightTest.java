package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.HistoryEvaluator.Progress;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Forgetting;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/**
 * A learner whose versions see test images in their own way, and which forgot a class of its first
 * task and all of its third, and went on.
 */
class ForgottenSightTest {
  private static final String LEARNER = "made-up";
  private static final Forgetting WHAT =
      new Forgetting(
          List.of("class-1-1", "class-3-0", "class-3-1", "class-3-2"), List.of("task-3"));

  /** Of the branch: 1, 2 and 3 learn, 4 forgets, 5 learns. What is left are three rows. */
  private static final int FORGETTING = 4;

  private static final int LAST = 5;
  private static final List<Integer> STATES = List.of(1, FORGETTING, LAST);
  private static final List<Integer> LEARNED = List.of(1, 2, LAST);

  private final OwnSight sight = new OwnSight();
  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  ForgottenSightTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL, sight).learn(3);
    assertThat(learner.forget(3, WHAT)).isEqualTo(FORGETTING);
    assertThat(learner.learn(FORGETTING, "onward", 12)).isEqualTo(LAST);
  }

  @AfterEach
  void close() {
    assertThat(store.check().problems()).isEmpty();
    store.close();
  }

  /**
   * A row by the definition: what is left of the tests and classes, as the row's version sees it.
   */
  private List<Cell> plainRow(int row) {
    int number = STATES.get(row - 1);
    Set<String> gone = Set.copyOf(WHAT.classes());
    List<ClassEmbedding> classes =
        store.version(LEARNER, number).classes().stream()
            .filter(entry -> !gone.contains(entry.name()))
            .toList();
    List<TestSet> seen = sight.as(number, store.testSets(LEARNER, number));
    List<TestSet> left =
        LEARNED.subList(0, row).stream().map(one -> left(seen.get(one - 1), gone)).toList();
    return StoredEvaluation.evaluator(left, classes)
        .row(row, VersionWeights.of(classes, Optional.empty(), 8));
  }

  private static TestSet left(TestSet tests, Set<String> gone) {
    List<String> labels = new ArrayList<>();
    List<Float> features = new ArrayList<>();
    for (int n = 0; n < tests.labels().size(); n++) {
      if (!gone.contains(tests.labels().get(n))) {
        labels.add(tests.labels().get(n));
        for (float value : Naive.image(tests, n)) {
          features.add(value);
        }
      }
    }
    float[] flat = new float[features.size()];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = features.get(i);
    }
    List<String> classes = tests.classes().stream().filter(name -> !gone.contains(name)).toList();
    return new TestSet(tests.task(), classes, labels, flat, tests.dimension());
  }

  @Test
  void whatIsLeftIsMeasuredOnWhatEachVersionSees() {
    HistoryEvaluation evaluation =
        new HistoryEvaluator(store, LEARNER, Progress.NONE).evaluate(LAST);

    AccuracyMatrix matrix = evaluation.matrix();
    assertThat(matrix.tasks()).containsExactly("task-1", "task-2", "onward");
    for (int row = 1; row <= 3; row++) {
      int of = row;
      assertThat(
              IntStream.rangeClosed(1, 3)
                  .filter(column -> matrix.contains(of, column))
                  .mapToObj(
                      column ->
                          new Cell(
                              of, column, matrix.correct(of, column), matrix.total(of, column))))
          .containsExactlyElementsOf(plainRow(row));
    }
    assertThat(matrix.total(1, 1)).isEqualTo(24);
    assertThat(evaluation.check().allEqual()).isTrue();
    assertThat(evaluation.check().unreported()).isZero();
    assertThat(evaluation.metrics().orElseThrow().forwardTransfer()).isNaN();
    assertThat(evaluation.metrics().orElseThrow().forgetting()).isBetween(-1.0, 1.0);
    assertThat(LearnerHistory.of(store, LEARNER).matrix().contains(2, 2)).isTrue();
  }

  @Test
  void theVersionThatForgotMeasuresEachRowAsItSeesIt() {
    assertThat(
            store.scores(LEARNER, FORGETTING).stream()
                .filter(score -> score.row() == FORGETTING)
                .map(score -> score.task() + " " + score.correct() + " of " + score.total()))
        .containsExactly(
            "task-1 %d of 24".formatted(plainRow(2).get(0).correct()),
            "task-2 %d of 36".formatted(plainRow(2).get(1).correct()));
    Version forgetting = store.version(LEARNER, FORGETTING);
    assertThatThrownBy(() -> LearnerHistory.of(store, LEARNER, 3).measureWithout(forgetting))
        .hasMessage("version 4 sees images in another way than the version that it continues");
  }

  @Test
  void theAnalysisSeesOnlyWhatIsLeft() {
    assertThat(VersionAnalyzer.of(store, LEARNER, LAST, 1e12).classes().classes())
        .allMatch(row -> row.examples() == 12)
        .hasSize(2 + 3 + 3);
  }

  @Test
  void aDiffComparesNothingThatOneOfTheVersionsHasForgotten() {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 3, LAST);

    assertThat(diff.unseen()).containsExactly("task-3", "onward");
    assertThat(diff.tasks()).extracting(VersionDiff.TaskChange::examples).containsExactly(24, 36);
    assertThat(diff.tasks().get(1).correctAfter()).hasValue(plainRow(3).get(1).correct());
    assertThat(diff.predictions())
        .extracting(VersionDiff.ClassChange::name)
        .containsExactly("class-1-0", "class-1-2", "class-2-0", "class-2-1", "class-2-2");
    assertThat(diff.examples()).isEqualTo(60);
  }
}
