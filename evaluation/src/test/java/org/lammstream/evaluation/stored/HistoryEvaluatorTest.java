package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.Schemas;
import org.lammstream.evaluation.stored.CellCheck.CellDifference;
import org.lammstream.evaluation.stored.EvaluatedVersion.State;
import org.lammstream.evaluation.stored.HistoryEvaluator.Progress;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.UnknownVersionException;
import org.lammstream.store.Version;

class HistoryEvaluatorTest {

  private static final String LEARNER = "made-up";

  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  HistoryEvaluatorTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(6);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private HistoryEvaluator evaluator() {
    return new HistoryEvaluator(store, LEARNER, Progress.NONE);
  }

  @Test
  void theWholeMatrixIsMeasuredAgainAndEqualsWhatWasReported() {
    List<String> heard = new ArrayList<>();

    HistoryEvaluation evaluation =
        new HistoryEvaluator(store, LEARNER, (done, all) -> heard.add(done + "/" + all))
            .evaluate(6);

    assertThat(evaluation.check()).isEqualTo(new CellCheck(42, 0, 0, List.of()));
    assertThat(evaluation.matrix().isComplete()).isTrue();
    LearnerHistory history = LearnerHistory.of(store, LEARNER);
    for (int row = 0; row <= 6; row++) {
      for (int column = 1; column <= 6; column++) {
        assertThat(evaluation.matrix().correct(row, column))
            .isEqualTo(history.matrix().correct(row, column));
      }
    }
    assertThat(evaluation.metrics()).contains(Metrics.of(history.matrix()));
    assertThat(evaluation.zeroShot()).contains(history.evaluator().zeroShot());
    assertThat(evaluation.versions()).allMatch(one -> one.state() == State.RECOMPUTED);
    assertThat(heard).containsExactly("1/6", "2/6", "3/6", "4/6", "5/6", "6/6");
    assertThat(HistoryEvaluationText.check(evaluation))
        .isEqualTo("recomputed 42 cells: all equal to what was reported");
  }

  @Test
  void aCellThatDiffersIsNamedWithBothCounts() {
    int number =
        learner.learn(
            6,
            "seven",
            12,
            scores ->
                scores.stream()
                    .map(
                        score ->
                            score.row() == 7 && score.task().equals("task-2")
                                ? new CellScore(7, "task-2", score.correct() + 1, score.total())
                                : score)
                    .map(
                        score ->
                            score.row() == 0 && score.task().equals("seven")
                                ? new CellScore(0, "seven", score.correct(), score.total() + 3)
                                : score)
                    .toList());

    HistoryEvaluation evaluation = evaluator().evaluate(number);

    int right = evaluation.matrix().correct(7, 2);
    int zero = evaluation.matrix().correct(0, 7);
    assertThat(evaluation.check())
        .isEqualTo(
            new CellCheck(
                56,
                0,
                0,
                List.of(
                    new CellDifference(0, "seven", zero, 36, zero, 39),
                    new CellDifference(7, "task-2", right, 36, right + 1, 36))));
    assertThat(evaluation.check().allEqual()).isFalse();
    assertThat(HistoryEvaluationText.check(evaluation))
        .isEqualTo(
            """
            recomputed 56 cells: 2 are not what was reported
              zero-shot, task 'seven': %d of 36 correct, reported %d of 39
              version 7, task 'task-2': %d of 36 correct, reported %d of 36\
            """
                .formatted(zero, zero, right, right + 1));
  }

  @Test
  void anyVersionOnAnyBranchHasAHistory() {
    int branch = learner.learn(2, "another way", 10);
    int onward = learner.learn(branch, "and on", 10);

    HistoryEvaluation evaluation = evaluator().evaluate(onward);

    assertThat(evaluation.versions())
        .extracting(EvaluatedVersion::number)
        .containsExactly(1, 2, branch, onward);
    assertThat(evaluation.check()).isEqualTo(new CellCheck(20, 0, 0, List.of()));
    assertThat(evaluator().evaluate(4).check()).isEqualTo(new CellCheck(20, 0, 0, List.of()));
  }

  @Test
  void aRangeMeasuresOnlyItsOwnRowsAndCountsLossesFromItsStart() {
    HistoryEvaluation evaluation = evaluator().evaluate(3, 5);

    assertThat(evaluation.versions())
        .extracting(EvaluatedVersion::state)
        .containsExactly(
            State.OUTSIDE, State.OUTSIDE, State.RECOMPUTED, State.RECOMPUTED, State.RECOMPUTED);
    assertThat(evaluation.check()).isEqualTo(new CellCheck(20, 0, 10, List.of()));
    assertThat(evaluation.matrix().isComplete()).isTrue();
    assertThat(evaluation.metrics()).isEqualTo(evaluator().evaluate(5).metrics());
    assertThat(evaluation.confusion()).extracting(row -> row.row()).containsExactly(3, 4, 5);
    assertThat(evaluation.classes()).extracting(one -> one.firstRow()).startsWith(3, 3, 3);
    assertThat(evaluation.lostPoints().tasks())
        .extracting(task -> task.referenceRow())
        .containsExactly(3, 3, 3, 4, 5);
    String text = HistoryEvaluationText.render(evaluation, 80, 5);
    assertThat(text)
        .contains("\nzero-shot ", "\n3 task-3 ", "\n5 task-5 ")
        .doesNotContain("\n1 task-1 ", "\n2 task-2 ")
        .contains("10 reported cells were not recomputed");
  }

  @Test
  void whatWasPrunedStaysAsItWasReported() {
    learner.prune(3);
    learner.learn(6, "after pruning", 12);

    HistoryEvaluation evaluation = evaluator().evaluate(7);

    assertThat(evaluation.versions())
        .extracting(EvaluatedVersion::state)
        .containsExactly(
            State.PRUNED,
            State.PRUNED,
            State.PRUNED,
            State.RECOMPUTED,
            State.RECOMPUTED,
            State.RECOMPUTED,
            State.RECOMPUTED);
    assertThat(evaluation.check()).isEqualTo(new CellCheck(35, 0, 18, List.of()));
    assertThat(evaluation.matrix().contains(2, 7)).isFalse();
    assertThat(evaluation.matrix().contains(2, 6)).isTrue();
    assertThat(evaluation.metrics()).isPresent();
    assertThat(evaluation.lostPoints().tasks())
        .extracting(task -> task.referenceRow())
        .containsExactly(4, 4, 4, 4, 5, 6, 7);
    assertThat(HistoryEvaluationText.render(evaluation, 80, 5))
        .contains("as reported, for their versions were pruned: 1, 2, 3");
  }

  @Test
  void aWorkerGoesOnAfterPruningWithoutTheCellsThatNobodyCanMeasure() {
    learner.prune(2);
    Version newest = store.version(LEARNER, learner.learn(6, "seven", 12));
    LearnerHistory history = LearnerHistory.of(store, LEARNER, 6);

    LearnerHistory.NewCells cells =
        history.measure(
            7,
            newest.classes(),
            VersionWeights.of(newest, learner.testSet(7).dimension()),
            learner.testSet(7));

    assertThat(cells.scores()).extracting(CellScore::row).contains(0, 5, 6, 7);
    assertThat(cells.scores()).extracting(CellScore::row).doesNotContain(1, 2, 3, 4);
    assertThat(cells.matrix().contains(4, 7)).isFalse();
    assertThat(cells.matrix().contains(4, 6)).isTrue();
    assertThat(cells.scores())
        .containsExactlyInAnyOrderElementsOf(
            store.scores(LEARNER, 7).stream()
                .filter(score -> score.row() == 7 || score.task().equals("seven"))
                .toList());
    assertThat(Metrics.of(cells.matrix()).lastAccuracy()).isBetween(0.0, 1.0);
  }

  @Test
  void cellsThatWereNeverReportedAreNoDifference() {
    int number = learner.learn(6, "from elsewhere", 4, scores -> List.of());

    HistoryEvaluation evaluation = evaluator().evaluate(number);

    assertThat(evaluation.check()).isEqualTo(new CellCheck(56, 14, 0, List.of()));
    assertThat(HistoryEvaluationText.check(evaluation))
        .isEqualTo(
            "recomputed 42 cells: all equal to what was reported\n"
                + "14 more cells were never reported");
  }

  @Test
  void withoutTestExamplesThereAreNoMetrics(@TempDir Path folder) throws Exception {
    try (EmbeddingStore other = EmbeddingStore.open(folder)) {
      SyntheticLearner untested = new SyntheticLearner(other, "untested", Shape.SMALL);
      untested.learn(0, "one", 0);
      untested.learn(1, "two", 0);

      HistoryEvaluation evaluation =
          new HistoryEvaluator(other, "untested", Progress.NONE).evaluate(2);

      assertThat(evaluation.metrics()).isEmpty();
      assertThat(evaluation.zeroShot()).isEmpty();
      assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, evaluation.toJson())).isEmpty();
      assertThat(evaluation.toJson()).contains("\"metrics\" : null").doesNotContain("NaN");
      assertThat(HistoryEvaluationText.render(evaluation, 80, 5)).contains("all equal");
    }
  }

  @Test
  void theJsonKeepsItsSchemaWithAndWithoutPrunedRows(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("evaluation.json");
    HistoryEvaluation whole = evaluator().evaluate(6);
    whole.writeJson(file);
    assertThat(Files.readString(file)).isEqualTo(whole.toJson());
    assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, whole.toJson())).isEmpty();
    assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, evaluator().evaluate(2, 4).toJson()))
        .isEmpty();
    learner.prune(2);
    learner.learn(6, "after pruning", 12);
    String pruned = evaluator().evaluate(7).toJson();
    assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, pruned)).isEmpty();
    assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, pruned.replace("PRUNED", "GONE")))
        .isNotEmpty();
    assertThat(
            Schemas.problems(HistoryEvaluation.SCHEMA, pruned.replace("\"ownFeature\"", "\"own\"")))
        .isNotEmpty();
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> evaluator().evaluate(9))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("no version 9");
    int branch = learner.learn(2, "another way", 10);
    assertThatThrownBy(() -> evaluator().evaluate(3, branch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "version 3 is not in the history of version 7 of learner 'made-up', which is 1, 2,"
                + " 7");
    learner.prune(2);
    assertThatThrownBy(() -> evaluator().evaluate(4))
        .isInstanceOf(PrunedVersionException.class)
        .hasMessageContaining("version 4");
  }
}
