package org.lammstream.evaluation.stored;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Percent;
import org.lammstream.evaluation.analysis.ClassAccuracy;
import org.lammstream.evaluation.analysis.ClassAccuracyTable;
import org.lammstream.evaluation.analysis.ClassPair;
import org.lammstream.evaluation.analysis.LostPoints;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.evaluation.analysis.LostPoints.ClassLoss;
import org.lammstream.evaluation.analysis.LostPoints.Split;
import org.lammstream.evaluation.analysis.LostPoints.Taker;
import org.lammstream.evaluation.analysis.LostPoints.TaskLoss;
import org.lammstream.evaluation.analysis.LostPointsTable;
import org.lammstream.evaluation.analysis.RowConfusion;
import org.lammstream.evaluation.stored.HistoryEvaluator.Progress;
import org.lammstream.evaluation.stored.SyntheticLearner.Shape;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;

/** The analyses of a learner in a store against {@link NaiveHistory}. */
class HistoryAnalysisTest {

  private static final String LEARNER = "made-up";
  private static final int TASKS = 6;

  private final EmbeddingStore store;
  private final HistoryEvaluation evaluation;
  private final NaiveHistory naive;

  HistoryAnalysisTest(@TempDir Path folder) {
    try (EmbeddingStore open = EmbeddingStore.open(folder)) {
      store = open;
      new SyntheticLearner(store, LEARNER, Shape.SMALL).learn(TASKS);
      evaluation = new HistoryEvaluator(store, LEARNER, Progress.NONE).evaluate(TASKS);
      naive = new NaiveHistory(store, LEARNER, TASKS);
    }
  }

  @Test
  void classAccuraciesAreThoseOfTheDefinition() {
    assertThat(evaluation.classes()).hasSize(18);
    for (ClassAccuracy one : evaluation.classes()) {
      int task = naive.taskOf(one.name());
      assertThat(one.task()).isEqualTo(naive.tests(task).task());
      assertThat(one.examples()).isEqualTo(Shape.SMALL.tests());
      assertThat(one.firstRow()).isEqualTo(task);
      assertThat(one.first()).isEqualTo(naive.correct(task, one.name()));
      assertThat(one.last()).isEqualTo(naive.correct(TASKS, one.name()));
      assertThat(one.best()).isEqualTo(naive.correct(one.bestRow(), one.name()));
      for (int row = task; row <= TASKS; row++) {
        int correct = naive.correct(row, one.name());
        assertThat(correct).isLessThanOrEqualTo(one.best());
        if (row < one.bestRow()) {
          assertThat(correct).isLessThan(one.best());
        }
      }
    }
    assertThat(evaluation.classes()).anyMatch(one -> one.bestRow() > one.firstRow());
  }

  @Test
  void wrongPredictionsAreSplitByTheAgeOfBothClasses() {
    assertThat(evaluation.confusion()).hasSize(TASKS);
    for (RowConfusion found : evaluation.confusion()) {
      int row = found.row();
      Map<String, Integer> counts = new TreeMap<>();
      Map<String, Integer> pairs = new HashMap<>();
      for (int task = 1; task <= row; task++) {
        TestSet tests = naive.tests(task);
        for (int n = 0; n < tests.labels().size(); n++) {
          String label = tests.labels().get(n);
          String predicted = naive.predicted(row, task, n);
          if (!label.equals(predicted)) {
            boolean fresh = naive.taskOf(predicted) == row;
            counts.merge((task == row) + ">" + fresh, 1, Integer::sum);
            pairs.merge(label + ">" + predicted, 1, Integer::sum);
          }
        }
      }
      assertThat(found.oldToOld()).isEqualTo(counts.getOrDefault("false>false", 0));
      assertThat(found.oldToNew()).isEqualTo(counts.getOrDefault("false>true", 0));
      assertThat(found.newToOld()).isEqualTo(counts.getOrDefault("true>false", 0));
      assertThat(found.newToNew()).isEqualTo(counts.getOrDefault("true>true", 0));
      assertThat(found.oldExamples()).isEqualTo((row - 1) * 36);
      assertThat(found.newExamples()).isEqualTo(36);
      int correct = 0;
      for (int task = 1; task <= row; task++) {
        correct += evaluation.matrix().correct(row, task);
      }
      assertThat(found.wrong()).isEqualTo(36 * row - correct);
      int smallest = Integer.MAX_VALUE;
      for (ClassPair pair : found.pairs()) {
        assertThat(pairs.get(pair.from() + ">" + pair.to())).isEqualTo(pair.count());
        assertThat(pair.count()).isLessThanOrEqualTo(smallest);
        smallest = pair.count();
      }
      if (pairs.size() > found.pairs().size()) {
        int least = smallest;
        found.pairs().forEach(pair -> pairs.remove(pair.from() + ">" + pair.to()));
        assertThat(pairs.values()).allMatch(count -> count <= least);
      }
    }
  }

  @Test
  void everyLostPointHasTheCauseOfTheDefinition() {
    LostPoints lost = evaluation.lostPoints();
    Map<String, Split> classes = new LinkedHashMap<>();
    Map<String, Map<Cause, Integer>> takers = new TreeMap<>();
    Map<String, Integer> pairs = new TreeMap<>();
    for (int task = 1; task <= TASKS; task++) {
      Map<Cause, Integer> causes = new EnumMap<>(Cause.class);
      int gained = 0;
      TestSet tests = naive.tests(task);
      tests.classes().forEach(name -> classes.put(name, Split.NONE));
      for (int n = 0; n < tests.labels().size(); n++) {
        String label = tests.labels().get(n);
        boolean then = naive.right(task, task, n);
        boolean now = naive.right(TASKS, task, n);
        if (!then && now) {
          gained++;
          classes.merge(label, new Split(0, 0, 0, 1), HistoryAnalysisTest::sum);
        } else if (then && !now) {
          Cause cause = naive.cause(task, task, n);
          causes.merge(cause, 1, Integer::sum);
          classes.merge(label, one(cause), HistoryAnalysisTest::sum);
          String predicted = naive.predicted(TASKS, task, n);
          takers
              .computeIfAbsent(predicted, name -> new EnumMap<>(Cause.class))
              .merge(cause, 1, Integer::sum);
          pairs.merge(label + ">" + predicted, 1, Integer::sum);
          if (cause == Cause.NEW_CLASS) {
            assertThat(naive.taskOf(predicted)).isGreaterThan(task);
          }
        }
      }
      TaskLoss found = lost.tasks().get(task - 1);
      assertThat(found.task()).isEqualTo(tests.task());
      assertThat(found.referenceRow()).isEqualTo(task);
      for (Cause cause : Cause.values()) {
        assertThat(found.points().of(cause)).isEqualTo(causes.getOrDefault(cause, 0));
      }
      assertThat(found.points().gained()).isEqualTo(gained);
    }
    for (ClassLoss found : lost.classes()) {
      assertThat(found.points()).isEqualTo(classes.get(found.name()));
    }
    assertThat(lost.classes())
        .extracting(ClassLoss::name)
        .containsExactlyElementsOf(classes.keySet());
    assertThat(lost.takers())
        .extracting(Taker::name)
        .containsExactlyInAnyOrderElementsOf(takers.keySet());
    for (Taker taker : lost.takers()) {
      for (Cause cause : Cause.values()) {
        assertThat(taker.points().of(cause))
            .isEqualTo(takers.getOrDefault(taker.name(), Map.of()).getOrDefault(cause, 0));
      }
    }
    assertThat(lost.pairs()).hasSameSizeAs(pairs.keySet());
    for (ClassPair pair : lost.pairs()) {
      assertThat(pairs.get(pair.from() + ">" + pair.to())).isEqualTo(pair.count());
    }
    for (Cause cause : Cause.values()) {
      assertThat(lost.total().of(cause)).as("the sample has points of %s", cause).isPositive();
    }
    assertThat(lost.total().gained()).isPositive();
  }

  @Test
  void lostMinusGainedIsTheDropExactly() {
    LostPoints lost = evaluation.lostPoints();

    int drop = 0;
    for (int task = 1; task <= TASKS; task++) {
      TaskLoss found = lost.tasks().get(task - 1);
      int then = evaluation.matrix().correct(task, task);
      int now = evaluation.matrix().correct(TASKS, task);
      assertThat(found.correctThen()).isEqualTo(then);
      assertThat(found.correctNow()).isEqualTo(now);
      assertThat(found.points().lost() - found.points().gained()).isEqualTo(then - now);
      drop += then - now;
    }
    assertThat(lost.total().drop()).isEqualTo(drop);
    assertThat(lost.takers().stream().mapToInt(taker -> taker.points().lost()).sum())
        .isEqualTo(lost.total().lost())
        .isEqualTo(lost.pairs().stream().mapToInt(ClassPair::count).sum())
        .isEqualTo(lost.classes().stream().mapToInt(one -> one.points().lost()).sum());
  }

  @Test
  void whereOldClassesAreFrozenOnlyNewOnesTakePoints(@TempDir Path folder) {
    try (EmbeddingStore frozen = EmbeddingStore.open(folder)) {
      new SyntheticLearner(frozen, LEARNER, new Shape(3, 12, 8, 0, 0, 5)).learn(TASKS);

      LostPoints lost =
          new HistoryEvaluator(frozen, LEARNER, Progress.NONE).evaluate(TASKS).lostPoints();

      assertThat(lost.total().newClass()).isPositive();
      assertThat(lost.total().ownFeature()).isZero();
      assertThat(lost.total().otherFeature()).isZero();
      assertThat(lost.total().gained()).isZero();
    }
  }

  @Test
  void theTablesShowTheWorstFirst() {
    List<ClassAccuracy> classes = evaluation.classes();
    int worst = classes.stream().mapToInt(ClassAccuracy::last).min().orElseThrow();

    String table = ClassAccuracyTable.render(classes, 2);
    String points = LostPointsTable.render(evaluation.lostPoints(), 2);

    assertThat(table).endsWith("(2 of 18 classes)");
    assertThat(table.lines().toList().get(2)).endsWith(Percent.of(worst / 12.0));
    assertThat(points).contains("all tasks ", "(2 of 6 tasks)");
    assertThat(points.lines().filter(line -> line.startsWith("all tasks")).toList())
        .singleElement()
        .asString()
        .containsPattern(
            " %d +%d +%d +%d +%d$"
                .formatted(
                    evaluation.lostPoints().total().lost(),
                    evaluation.lostPoints().total().newClass(),
                    evaluation.lostPoints().total().ownFeature(),
                    evaluation.lostPoints().total().otherFeature(),
                    evaluation.lostPoints().total().gained()));
  }

  private static Split one(Cause cause) {
    return new Split(
        cause == Cause.NEW_CLASS ? 1 : 0,
        cause == Cause.OWN_FEATURE ? 1 : 0,
        cause == Cause.OTHER_FEATURE ? 1 : 0,
        0);
  }

  private static Split sum(Split a, Split b) {
    return new Split(
        a.newClass() + b.newClass(),
        a.ownFeature() + b.ownFeature(),
        a.otherFeature() + b.otherFeature(),
        a.gained() + b.gained());
  }
}
