package org.lammstream.manager.worker;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.StoredEvaluation;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;

/**
 * The tasks a learner has been through, from its first version to its head, in the terms of
 * evaluation: row and column {@code i} belong to the {@code i}-th task. A snapshot; immutable.
 */
public final class LearnerHistory {
  private final EmbeddingStore store;
  private final String learner;
  private final List<VersionSummary> versions;
  private final List<TestSet> testSets;

  private LearnerHistory(
      EmbeddingStore store, String learner, List<VersionSummary> versions, List<TestSet> testSets) {
    this.store = store;
    this.learner = learner;
    this.versions = versions;
    this.testSets = testSets;
  }

  /** The history of a learner's head; empty for a learner that has no version. */
  public static LearnerHistory of(EmbeddingStore store, String learner) {
    Map<Integer, VersionSummary> byNumber =
        store.versions(learner).stream()
            .collect(Collectors.toMap(VersionSummary::number, Function.identity()));
    List<VersionSummary> chain = new ArrayList<>();
    OptionalInt number = store.head(learner);
    while (number.isPresent()) {
      VersionSummary version = byNumber.get(number.getAsInt());
      if (version == null) {
        throw new WorkerFaultException(
            "learner '%s' has no version %d".formatted(learner, number.getAsInt()));
      }
      chain.add(version);
      number = version.parent();
    }
    Collections.reverse(chain);
    return new LearnerHistory(store, learner, List.copyOf(chain), store.testSets(learner));
  }

  /** Versions from the first to the head. */
  public List<VersionSummary> versions() {
    return versions;
  }

  /** Test sets in the same order. */
  public List<TestSet> testSets() {
    return testSets;
  }

  /** The accuracy matrix so far; empty before the first task. */
  public List<Cell> cells() {
    return cells(store.scores(learner), versions.stream().map(VersionSummary::number).toList());
  }

  /** All cells of the matrix, which needs at least one task. */
  public AccuracyMatrix matrix() {
    return AccuracyMatrix.of(tasks(), cells());
  }

  /** Measures on the stored test sets; needs at least one task. */
  public Evaluator evaluator() {
    List<ClassEmbedding> classes =
        store.version(learner, versions.get(versions.size() - 1).number()).classes();
    return StoredEvaluation.evaluator(testSets, classes);
  }

  private List<String> tasks() {
    return testSets.stream().map(TestSet::task).toList();
  }

  /**
   * What a new version adds to the matrix: its own row, and its task's column in all earlier rows.
   *
   * @param number of the new version
   * @param classes all its classes
   * @param testSet of its task
   */
  NewCells measure(int number, List<ClassEmbedding> classes, TestSet testSet) {
    List<TestSet> sets = new ArrayList<>(testSets);
    sets.add(testSet);
    List<Integer> numbers = new ArrayList<>(versions.stream().map(VersionSummary::number).toList());
    numbers.add(number);
    int last = sets.size();
    List<Cell> fresh =
        StoredEvaluation.evaluator(sets, classes)
            .lastTask(
                row ->
                    StoredEvaluation.features(
                        row == last
                            ? classes
                            : store.version(learner, numbers.get(row - 1)).classes(),
                        testSet.dimension()));
    List<String> tasks = sets.stream().map(TestSet::task).toList();
    List<Cell> all = new ArrayList<>(cells());
    all.addAll(fresh);
    List<CellScore> scores =
        fresh.stream()
            .map(
                cell ->
                    new CellScore(
                        cell.row() == 0 ? 0 : numbers.get(cell.row() - 1),
                        tasks.get(cell.column() - 1),
                        cell.correct(),
                        cell.total()))
            .toList();
    return new NewCells(scores, AccuracyMatrix.of(tasks, all));
  }

  /** New cells as they are stored, and the matrix with them. */
  record NewCells(List<CellScore> scores, AccuracyMatrix matrix) {}

  private List<Cell> cells(List<CellScore> scores, List<Integer> numbers) {
    List<String> tasks = tasks();
    return scores.stream()
        .map(
            score ->
                new Cell(
                    score.row() == 0 ? 0 : numbers.indexOf(score.row()) + 1,
                    tasks.indexOf(score.task()) + 1,
                    score.correct(),
                    score.total()))
        .toList();
  }
}
