package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;
import org.lammstream.evaluation.stored.HistoryEvaluator.Progress;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;

/** A learner that was given further examples of classes that it knew, in its fourth task. */
class RefinedHistoryTest {
  private static final String LEARNER = "made-up";
  private static final int TASKS = 6;
  private static final int REFINING = 4;
  private static final int TESTS = 10;

  private final LearnerHistory history;
  private final HistoryEvaluation evaluation;
  private final NaiveHistory naive;
  private final VersionDiff diff;

  RefinedHistoryTest(@TempDir Path folder) {
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      SyntheticLearner learner = new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(3);
      learner.refine(3, "more", TESTS, "class-3-1", "class-1-0");
      learner.learn(2);
      history = LearnerHistory.of(store, LEARNER);
      assertThat(history.matrix().isComplete()).isTrue();
      evaluation = new HistoryEvaluator(store, LEARNER, Progress.NONE).evaluate(TASKS);
      naive = new NaiveHistory(store, LEARNER, TASKS);
      diff = VersionDiff.of(store, LEARNER, 3, REFINING);
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @Test
  void itsColumnsAndRowsAreMeasuredInTheUnionOfTheClasses() {
    AccuracyMatrix matrix = evaluation.matrix();
    assertThat(matrix.isComplete()).isTrue();
    assertThat(matrix.total(REFINING, REFINING)).isEqualTo(2 * TESTS);
    assertThat(matrix.total(REFINING, 1)).isEqualTo(3 * Shape.SMALL.tests());
    for (int row = 1; row <= TASKS; row++) {
      for (int column = 1; column <= row; column++) {
        int right = 0;
        for (int n = 0; n < naive.tests(column).labels().size(); n++) {
          right += naive.right(row, column, n) ? 1 : 0;
        }
        assertThat(matrix.correct(row, column)).as("R[%d][%d]", row, column).isEqualTo(right);
      }
    }
    assertThat(evaluation.check().allEqual()).isTrue();
    assertThat(Metrics.of(matrix).toMap()).isNotEmpty();
    assertThat(evaluation.zeroShot()).isPresent();
    assertThat(evaluation.versions().get(REFINING - 1).newClasses()).isEmpty();
  }

  @Test
  void classesKeepTheTestExamplesTheyCameWith() {
    assertThat(evaluation.classes()).hasSize(3 * (TASKS - 1));
    for (ClassAccuracy one : evaluation.classes()) {
      assertThat(one.examples()).isEqualTo(Shape.SMALL.tests());
      assertThat(one.firstRow()).isEqualTo(naive.taskOf(one.name()));
      assertThat(one.first()).isEqualTo(naive.correct(one.firstRow(), one.name()));
      assertThat(one.last()).isEqualTo(naive.correct(TASKS, one.name()));
    }
  }

  @Test
  void pointsThatItLostHaveTheCauseOfTheDefinition() {
    TestSet tests = naive.tests(REFINING);
    Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
    for (int n = 0; n < tests.labels().size(); n++) {
      if (naive.right(REFINING, REFINING, n) && !naive.right(TASKS, REFINING, n)) {
        causes.merge(naive.cause(REFINING, REFINING, n), 1, Integer::sum);
      }
    }
    TaskLoss found = evaluation.lostPoints().tasks().get(REFINING - 1);
    assertThat(found.examples()).isEqualTo(2 * TESTS);
    for (Cause cause : Cause.values()) {
      assertThat(found.points().of(cause)).isEqualTo(causes.getOrDefault(cause, 0));
    }
  }

  @Test
  void aDiffFindsNoNewClassAndTheScoresOfBothSides() {
    assertThat(diff.added()).isEmpty();
    assertThat(diff.removed()).isEmpty();
    assertThat(diff.tasks()).hasSize(REFINING);
    assertThat(diff.tasks().get(REFINING - 1).correctBefore()).isPresent();
    assertThat(diff.tasks().get(REFINING - 1).correctAfter())
        .hasValue(evaluation.matrix().correct(REFINING, REFINING));
  }
}
