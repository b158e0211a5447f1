package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.Schemas;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;
import org.lammstream.evaluation.dashboard.ClassTable.ClassRow;
import org.lammstream.evaluation.dashboard.VersionAnalysis;
import org.lammstream.evaluation.stored.EvaluatedVersion.State;
import org.lammstream.evaluation.stored.HistoryEvaluator.Progress;
import org.lammstream.evaluation.stored.LearnerHistory.NewCells;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.HeldBack;

/** A learner of six versions each of which sees every test image in another way. */
class OwnSightTest {
  private static final String LEARNER = "made-up";
  private static final int TASKS = 6;

  private final OwnSight sight = new OwnSight();
  private final EmbeddingStore store;
  private final SyntheticLearner learner;

  OwnSightTest(@TempDir Path folder) {
    store = EmbeddingStore.open(folder);
    learner = new SyntheticLearner(store, LEARNER, Shape.SMALL, sight).learn(TASKS);
  }

  @AfterEach
  void close() {
    assertThat(store.check().problems()).isEmpty();
    store.close();
  }

  private HistoryEvaluation evaluate(int number) {
    return new HistoryEvaluator(store, LEARNER, Progress.NONE).evaluate(number);
  }

  /** Plain evaluation of test sets that have the features that a version sees. */
  private List<Cell> plainRow(int number) {
    return sight.row(
        number, store.testSets(LEARNER, number), store.version(LEARNER, number).classes());
  }

  private static List<Cell> cells(AccuracyMatrix matrix, int row) {
    return IntStream.rangeClosed(1, matrix.size())
        .filter(column -> matrix.contains(row, column))
        .mapToObj(
            column -> new Cell(row, column, matrix.correct(row, column), matrix.total(row, column)))
        .toList();
  }

  @Test
  void everyRowIsMeasuredOnWhatItsVersionSeesAndZeroShotOnTheUntouchedFeatures() {
    HistoryEvaluation evaluation = evaluate(TASKS);

    AccuracyMatrix matrix = evaluation.matrix();
    for (int row = 1; row <= TASKS; row++) {
      assertThat(cells(matrix, row)).isEqualTo(plainRow(row)).hasSize(row);
    }
    LearnerHistory history = LearnerHistory.of(store, LEARNER);
    assertThat(cells(matrix, 0)).isEqualTo(history.evaluator().zeroShotRow()).hasSize(TASKS);
    assertThat(evaluation.zeroShot()).contains(history.evaluator().zeroShot());
    assertThat(evaluation.check()).isEqualTo(new CellCheck(TASKS + 21, 0, 0, List.of()));
    assertThat(cells(history.matrix(), TASKS)).isEqualTo(plainRow(TASKS));
    List<TestSet> untouched = store.testSets(LEARNER, TASKS);
    assertThat(
            StoredEvaluation.evaluator(untouched, store.version(LEARNER, TASKS).classes())
                .row(TASKS, VersionWeights.of(store.version(LEARNER, TASKS), 8)))
        .as("the untouched features would give other numbers")
        .isNotEqualTo(plainRow(TASKS));
  }

  @Test
  void withoutTheCellsOfTasksToComeAllNumbersButForwardTransferAreThere() throws Exception {
    HistoryEvaluation evaluation = evaluate(TASKS);

    Metrics metrics = evaluation.metrics().orElseThrow();
    assertThat(metrics.forwardTransfer()).isNaN();
    assertThat(metrics.toMap())
        .allSatisfy(
            (name, value) -> assertThat(value.isNaN()).isEqualTo(name.equals("forwardTransfer")));
    assertThat(metrics.lastAccuracy()).isEqualTo(evaluation.matrix().averageOverSeen(TASKS));
    assertThat(Schemas.problems(HistoryEvaluation.SCHEMA, evaluation.toJson())).isEmpty();
    assertThat(evaluation.toJson()).contains("\"forwardTransfer\" : null").doesNotContain("NaN");
    assertThat(HistoryEvaluationText.render(evaluation, 80, 5))
        .containsPattern("forward transfer +-\n")
        .contains("recomputed 27 cells: all equal to what was reported")
        .doesNotContain("not recomputed", "never reported");
  }

  @Test
  void aWorkerMeasuresAVersionInTheMakingOnWhatItSees() {
    Version newest = store.version(LEARNER, TASKS);
    TestSet tests = learner.testSet(TASKS);

    NewCells cells = measure(newest, tests, Optional.of(sight.of(TASKS)));

    assertThat(cells.scores())
        .containsExactlyElementsOf(
            store.scores(LEARNER, TASKS).stream()
                .filter(score -> score.row() == TASKS || score.task().equals(tests.task()))
                .toList());
    assertThat(cells(cells.matrix(), TASKS)).isEqualTo(plainRow(TASKS));
    assertThat(cells.evaluator().zeroShotLastAccuracy())
        .isEqualTo(cells.seeing().zeroShotLastAccuracy());
    assertThat(measure(newest, tests, Optional.empty()).scores())
        .as("seen as the untouched checkpoint does")
        .isNotEqualTo(cells.scores());
  }

  private NewCells measure(Version newest, TestSet tests, Optional<SeenTests> seen) {
    return LearnerHistory.of(store, LEARNER, newest.number() - 1)
        .measure(
            newest.number(),
            newest.classes(),
            VersionWeights.of(newest, tests.dimension()),
            tests,
            seen);
  }

  @Test
  void otherTestsThanThoseOfTheBranchAreRefused() {
    Version newest = store.version(LEARNER, TASKS);
    TestSet tests = learner.testSet(TASKS);
    List<float[]> features = sight.of(TASKS).features();
    SeenTests few = new SeenTests(8, features.subList(0, TASKS - 1));
    assertThatThrownBy(() -> measure(newest, tests, Optional.of(few)))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessage(
            "the 36 test examples of task 'task-6' are not what a version sees in their place");
    List<float[]> other = new ArrayList<>(features);
    other.set(1, new float[8]);
    assertThatThrownBy(() -> measure(newest, tests, Optional.of(new SeenTests(8, other))))
        .isInstanceOf(BrokenHistoryException.class)
        .hasMessageContaining("task 'task-2'");
  }

  @Test
  void aPrunedVersionKeepsItsReportedRow() {
    learner.prune(2);
    int number = learner.learn(TASKS, "seven", 12);

    HistoryEvaluation evaluation = evaluate(number);

    assertThat(evaluation.versions())
        .extracting(EvaluatedVersion::state)
        .containsExactly(
            State.PRUNED,
            State.PRUNED,
            State.PRUNED,
            State.PRUNED,
            State.RECOMPUTED,
            State.RECOMPUTED,
            State.RECOMPUTED);
    assertThat(evaluation.check()).isEqualTo(new CellCheck(7 + 5 + 6 + 7, 0, 10, List.of()));
    assertThat(cells(evaluation.matrix(), 4)).hasSize(4);
    assertThat(cells(evaluation.matrix(), number)).isEqualTo(plainRow(number));
    assertThat(evaluation.metrics().orElseThrow().forgetting()).isBetween(-1.0, 1.0);
    LearnerHistory history = LearnerHistory.of(store, LEARNER);
    assertThat(history.versions()).as("pruned or not").allMatch(VersionSummary::promptedTests);
    assertThat(history.view(4, history.evaluator())).isEmpty();
    assertThat(history.evaluator(4, history.evaluator())).isEmpty();
    assertThat(history.view(5, history.evaluator())).isPresent();
  }

  @Test
  void aVersionThatIsPrunedAfterASnapshotIsNotSeenInTheWayOfTheUntouchedCheckpoint() {
    LearnerHistory before = LearnerHistory.of(store, LEARNER);
    LearnerHistory first = LearnerHistory.of(store, LEARNER, 1);
    learner.prune(2);

    assertThat(before.evaluator(1, before.evaluator())).isEmpty();
    assertThatThrownBy(first::seenTestSets).hasMessageContaining("version 1 of learner 'made-up'");
  }

  @Test
  void versionsThatLeaveTheImageTowerAsItIsAreMeasuredAsEverOnTheSameBranch(@TempDir Path folder) {
    try (EmbeddingStore mixed = EmbeddingStore.open(folder)) {
      OwnSight some = new OwnSight(1, 2, 4);
      SyntheticLearner other = new SyntheticLearner(mixed, LEARNER, Shape.SMALL, some).learn(5);

      HistoryEvaluation evaluation =
          new HistoryEvaluator(mixed, LEARNER, Progress.NONE).evaluate(5);

      assertThat(
              IntStream.rangeClosed(0, 5).mapToObj(row -> cells(evaluation.matrix(), row).size()))
          .containsExactly(5, 5, 5, 3, 5, 5);
      LearnerHistory history = LearnerHistory.of(mixed, LEARNER);
      assertThat(history.versions())
          .extracting(VersionSummary::promptedTests)
          .containsExactly(false, false, true, false, true);
      for (int row = 1; row <= 5; row++) {
        Version version = mixed.version(LEARNER, row);
        List<TestSet> sets = mixed.testSets(LEARNER, row);
        assertThat(cells(evaluation.matrix(), row).subList(0, row))
            .isEqualTo(some.row(row, sets, version.classes()));
        if (!some.isOf(row)) {
          assertThat(cells(evaluation.matrix(), row))
              .isEqualTo(history.evaluator().row(row, VersionWeights.of(version, 8)));
        }
      }
      assertThat(evaluation.check()).isEqualTo(new CellCheck(28, 0, 0, List.of()));
      assertThat(other.testSet(5).task()).isEqualTo("task-5");
    }
  }

  @Test
  void lostPointsCompareScoresAsEachRowHasThem() {
    NaiveHistory naive = new NaiveHistory(store, LEARNER, TASKS);
    HistoryEvaluation evaluation = evaluate(TASKS);

    LostPoints lost = evaluation.lostPoints();

    for (int task = 1; task <= TASKS; task++) {
      Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
      int gained = 0;
      for (int n = 0; n < naive.tests(task).labels().size(); n++) {
        boolean then = naive.right(task, task, n);
        boolean now = naive.right(TASKS, task, n);
        gained += !then && now ? 1 : 0;
        if (then && !now) {
          causes.merge(naive.cause(task, task, n), 1, Integer::sum);
        }
      }
      TaskLoss found = lost.tasks().get(task - 1);
      for (Cause cause : Cause.values()) {
        assertThat(found.points().of(cause)).isEqualTo(causes.getOrDefault(cause, 0));
      }
      assertThat(found.points().gained()).isEqualTo(gained);
      assertThat(found.points().drop())
          .isEqualTo(
              evaluation.matrix().correct(task, task) - evaluation.matrix().correct(TASKS, task));
    }
    for (Cause cause : Cause.values()) {
      assertThat(lost.total().of(cause)).as("the sample has points of %s", cause).isPositive();
    }
    for (ClassAccuracy one : evaluation.classes()) {
      assertThat(one.first()).isEqualTo(naive.correct(naive.taskOf(one.name()), one.name()));
      assertThat(one.last()).isEqualTo(naive.correct(TASKS, one.name()));
    }
  }

  @Test
  void theAnalysisOfAVersionCountsWhatEachVersionSees() {
    NaiveHistory naive = new NaiveHistory(store, LEARNER, TASKS);

    VersionAnalysis analysis = VersionAnalyzer.of(store, LEARNER, TASKS, 1e12);

    int lost = 0;
    for (ClassRow row : analysis.classes().classes()) {
      int task = naive.taskOf(row.name());
      assertThat(row.accuracyWhenLearned().getAsDouble())
          .isEqualTo(naive.correct(task, row.name()) / 12.0);
      assertThat(row.accuracyNow().getAsDouble())
          .isEqualTo(naive.correct(TASKS, row.name()) / 12.0);
      lost += row.lost().newClass() + row.lost().ownMoved() + row.lost().otherMoved();
    }
    assertThat(lost).isEqualTo(evaluate(TASKS).lostPoints().total().lost());
  }

  @Test
  void theGateComparesBothVersionsOnWhatTheySee() {
    Version newest = store.version(LEARNER, TASKS);
    TestSet tests = learner.testSet(TASKS);
    NewCells cells = measure(newest, tests, Optional.of(sight.of(TASKS)));
    NaiveHistory naive = new NaiveHistory(store, LEARNER, TASKS);
    Map<List<String>, Integer> expected = new HashMap<>();
    double lost = 0;
    for (int task = 1; task < TASKS; task++) {
      for (int n = 0; n < 36; n++) {
        boolean then = naive.right(TASKS - 1, task, n);
        boolean now = naive.right(TASKS, task, n);
        lost += ((then ? 1 : 0) - (now ? 1 : 0)) / 36.0 / (TASKS - 1) * 100;
        if (then && !now) {
          expected.merge(
              List.of(naive.tests(task).labels().get(n), naive.predicted(TASKS, task, n)),
              1,
              Integer::sum);
        }
      }
    }

    HeldBack why =
        new PromotionGate(
                LearnerHistory.of(store, LEARNER, TASKS - 1),
                OptionalInt.of(TASKS - 1),
                recorded -> OptionalDouble.empty())
            .decide(OptionalDouble.of(0), cells, VersionWeights.of(newest, tests.dimension()))
            .heldBack()
            .orElseThrow();

    assertThat(why.pointsLost()).isBetween(lost - 1e-9, lost + 1e-9);
    assertThat(why.pairs()).hasSize(Math.min(HeldBack.MOST_PAIRS, expected.size()));
    assertThat(why.pairs())
        .allMatch(
            pair -> expected.getOrDefault(List.of(pair.lost(), pair.took()), 0) == pair.examples());
    assertThat(why.pairs().stream().mapToInt(ClassLoss::examples).sum()).isPositive();
  }

  @Test
  void aDiffLeavesOutTasksThatOneOfTheVersionsCannotSee() throws Exception {
    VersionDiff diff = VersionDiff.of(store, LEARNER, 3, 5);

    assertThat(diff.unseen()).containsExactly("task-4", "task-5");
    assertThat(diff.tasks())
        .extracting(VersionDiff.TaskChange::task)
        .containsExactly("task-1", "task-2", "task-3");
    AccuracyMatrix matrix = evaluate(TASKS).matrix();
    for (int task = 1; task <= 3; task++) {
      VersionDiff.TaskChange change = diff.tasks().get(task - 1);
      assertThat(change.correctBefore()).hasValue(matrix.correct(3, task));
      assertThat(change.correctAfter()).hasValue(matrix.correct(5, task));
    }
    NaiveHistory naive = new NaiveHistory(store, LEARNER, TASKS);
    int changed = 0;
    for (int task = 1; task <= 3; task++) {
      for (int n = 0; n < 36; n++) {
        changed += naive.predicted(3, task, n).equals(naive.predicted(5, task, n)) ? 0 : 1;
      }
    }
    assertThat(diff.changed()).isEqualTo(changed).isPositive();
    assertThat(VersionDiffTable.render(diff, 10))
        .contains(
            "tasks not compared, since one version cannot see their images (2): task-4, task-5");
    assertThat(Schemas.problems(VersionDiff.SCHEMA, diff.toJson())).isEmpty();
    assertThat(diff.toJson()).contains("\"unseen\" : [");
    assertThat(VersionDiff.of(store, LEARNER, 5, 3).unseen()).isEqualTo(diff.unseen());
    assertThat(VersionDiff.of(store, LEARNER, 3, 3).changed()).isZero();
  }

  @Test
  void branchesAreComparedOnWhatBothSee() {
    int branch = learner.learn(2, "another way", 10);

    VersionDiff diff = VersionDiff.of(store, LEARNER, 4, branch);

    assertThat(diff.unseen()).containsExactly("task-3", "task-4", "another way");
    assertThat(diff.tasks())
        .extracting(VersionDiff.TaskChange::task)
        .containsExactly("task-1", "task-2");
    assertThat(diff.tasks().get(1).correctAfter()).hasValue(plainRow(branch).get(1).correct());
  }
}
