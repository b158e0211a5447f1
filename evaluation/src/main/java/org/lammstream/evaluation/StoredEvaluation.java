package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Report.CheckpointId;
import org.lammstream.evaluation.Report.Seconds;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Provenance;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;

/**
 * Between the store's records and this package's: the only class here that knows the store. Row
 * {@code i} of the matrix is version {@code i} of a learner whose versions follow one another
 * without branches.
 */
public final class StoredEvaluation {

  private StoredEvaluation() {}

  /**
   * The evaluator of a learner's tasks.
   *
   * @param testSets of all tasks so far, in task order
   * @param latest the classes of the last version, which hold every class's zero-shot feature
   * @throws IllegalArgumentException when a task has a class that the version does not know
   */
  public static Evaluator evaluator(List<TestSet> testSets, List<ClassEmbedding> latest) {
    Map<String, float[]> zeroShot = new HashMap<>();
    latest.forEach(entry -> zeroShot.put(entry.name(), entry.zeroShotTextFeature()));
    return new Evaluator(testSets.stream().map(set -> test(set, zeroShot)).toList());
  }

  private static TaskTest test(TestSet set, Map<String, float[]> zeroShot) {
    float[] features = new float[set.classes().size() * set.dimension()];
    for (int c = 0; c < set.classes().size(); c++) {
      String name = set.classes().get(c);
      float[] feature = zeroShot.get(name);
      if (feature == null) {
        throw new IllegalArgumentException(
            "class '%s' of task '%s' is not in the version".formatted(name, set.task()));
      }
      copy(feature, features, c, set.dimension());
    }
    return new TaskTest(
        set.task(), set.classes(), features, set.labels(), set.features(), set.dimension());
  }

  /** The text features of a version's classes. */
  public static ClassFeatures features(List<ClassEmbedding> classes, int dimension) {
    float[] features = new float[classes.size() * dimension];
    for (int c = 0; c < classes.size(); c++) {
      copy(classes.get(c).textFeature(), features, c, dimension);
    }
    return new ClassFeatures(
        classes.stream().map(ClassEmbedding::name).toList(), features, dimension);
  }

  private static void copy(float[] feature, float[] features, int row, int dimension) {
    if (feature.length != dimension) {
      throw new IllegalArgumentException(
          "a text feature of dimension %d among test features of dimension %d"
              .formatted(feature.length, dimension));
    }
    System.arraycopy(feature, 0, features, row * dimension, dimension);
  }

  /**
   * The scores to commit with a new version: its own row, and the new task's column for zero-shot
   * and every earlier version. See {@link Evaluator#lastTask}.
   *
   * @param testSets of all tasks, the new one last
   * @param classes of the new version
   * @param earlier classes of version 1, 2, … before the new one
   */
  public static List<CellScore> scoresOfNewTask(
      List<TestSet> testSets,
      List<ClassEmbedding> classes,
      IntFunction<List<ClassEmbedding>> earlier) {
    Evaluator evaluator = evaluator(testSets, classes);
    int last = testSets.size();
    int dimension = testSets.get(0).dimension();
    List<Cell> cells =
        evaluator.lastTask(row -> features(row == last ? classes : earlier.apply(row), dimension));
    return cells.stream()
        .map(
            cell ->
                new CellScore(
                    cell.row(),
                    evaluator.tasks().get(cell.column() - 1),
                    cell.correct(),
                    cell.total()))
        .toList();
  }

  /**
   * The matrix of these tasks.
   *
   * @param tasks names in task order
   * @param scores cells in any order
   * @throws IllegalArgumentException when a score belongs to none of the tasks
   */
  public static AccuracyMatrix matrix(List<String> tasks, List<CellScore> scores) {
    Map<String, Integer> columns = new HashMap<>();
    tasks.forEach(task -> columns.put(task, columns.size() + 1));
    List<Cell> cells = new ArrayList<>();
    for (CellScore score : scores) {
      Integer column = columns.get(score.task());
      if (column == null) {
        throw new IllegalArgumentException("a score of unknown task '%s'".formatted(score.task()));
      }
      cells.add(new Cell(score.row(), column, score.correct(), score.total()));
    }
    return AccuracyMatrix.of(tasks, cells);
  }

  /** The matrix of a learner so far. */
  public static AccuracyMatrix matrix(EmbeddingStore store, String learner) {
    return matrix(
        store.testSets(learner).stream().map(TestSet::task).toList(), store.scores(learner));
  }

  /** The zero-shot baseline of a learner's tasks so far; the learner has at least one version. */
  public static ZeroShot zeroShot(EmbeddingStore store, String learner) {
    int head = store.head(learner).orElseThrow();
    return evaluator(store.testSets(learner), store.version(learner, head).classes()).zeroShot();
  }

  /**
   * The report of a learner, from its store alone but for the number of training examples, which
   * the store does not keep. Configuration, seed and checkpoint are the last version's.
   *
   * @param trainExamples by task name
   * @throws IllegalArgumentException when the learner has no version yet, or a task is missing in
   *     {@code trainExamples}
   */
  public static Report report(
      EmbeddingStore store, String learner, Map<String, Integer> trainExamples) {
    List<VersionSummary> versions = store.versions(learner);
    List<TestSet> testSets = store.testSets(learner);
    if (versions.isEmpty() || versions.size() != testSets.size()) {
      throw new IllegalArgumentException(
          "learner '%s' has %d versions and %d test sets: nothing to report"
              .formatted(learner, versions.size(), testSets.size()));
    }
    Provenance last = versions.get(versions.size() - 1).provenance();
    return Report.of(
        learner,
        new CheckpointId(last.checkpointName(), last.checkpointSha256()),
        last.seed(),
        last.configuration(),
        IntStream.range(0, versions.size())
            .mapToObj(t -> task(versions.get(t), testSets.get(t), trainExamples))
            .toList(),
        matrix(store, learner),
        zeroShot(store, learner),
        versions.stream()
            .map(version -> new VersionReport(version.number(), version.embeddingsSha256()))
            .toList());
  }

  private static TaskReport task(
      VersionSummary version, TestSet set, Map<String, Integer> trainExamples) {
    Integer examples = trainExamples.get(set.task());
    if (examples == null) {
      throw new IllegalArgumentException(
          "how many training examples task '%s' had is not given".formatted(set.task()));
    }
    return new TaskReport(
        set.task(), set.classes(), examples, set.labels().size(), Seconds.of(version.seconds()));
  }
}
