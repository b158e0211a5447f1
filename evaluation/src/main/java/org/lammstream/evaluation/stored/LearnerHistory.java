package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/**
 * The tasks a learner has been through, from its first version to one of its versions, in the terms
 * of evaluation: row and column {@code i} belong to the {@code i}-th task. A snapshot of one
 * branch; immutable and thread-safe as long as the store is open.
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

  /**
   * The history of a learner's head; empty for a learner that has no version.
   *
   * @throws BrokenHistoryException when the store lacks a part of it
   */
  public static LearnerHistory of(EmbeddingStore store, String learner) {
    OptionalInt head = store.head(learner);
    return head.isPresent()
        ? of(store, learner, head.getAsInt())
        : new LearnerHistory(store, learner, List.of(), List.of());
  }

  /**
   * The history of one version, on whatever branch.
   *
   * @throws org.lammstream.store.UnknownVersionException if the learner has no such version
   * @throws BrokenHistoryException when the store lacks a part of it
   */
  public static LearnerHistory of(EmbeddingStore store, String learner, int number) {
    List<TestSet> testSets = store.testSets(learner, number);
    List<VersionSummary> versions = lineage(store, learner, number);
    for (int i = 0; i < versions.size(); i++) {
      VersionSummary version = versions.get(i);
      if (i >= testSets.size() || !testSets.get(i).task().equals(version.task())) {
        throw new BrokenHistoryException(
            "learner '%s': the test set of version %d (task '%s') is not in the store"
                .formatted(learner, version.number(), version.task()));
      }
    }
    return new LearnerHistory(store, learner, versions, testSets);
  }

  private static List<VersionSummary> lineage(EmbeddingStore store, String learner, int last) {
    Map<Integer, VersionSummary> byNumber =
        store.versions(learner).stream()
            .collect(Collectors.toMap(VersionSummary::number, Function.identity()));
    List<VersionSummary> chain = new ArrayList<>();
    OptionalInt number = OptionalInt.of(last);
    while (number.isPresent()) {
      VersionSummary version = byNumber.get(number.getAsInt());
      if (version == null) {
        throw new BrokenHistoryException(
            "learner '%s' has no version %d".formatted(learner, number.getAsInt()));
      }
      chain.add(version);
      number = version.parent();
    }
    Collections.reverse(chain);
    return List.copyOf(chain);
  }

  /** Versions from the first to the last. */
  public List<VersionSummary> versions() {
    return versions;
  }

  /** Number of the last version; empty for a learner that has none. */
  public OptionalInt last() {
    return versions.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(versions.get(versions.size() - 1).number());
  }

  /** Test sets in the same order. */
  public List<TestSet> testSets() {
    return testSets;
  }

  /** The cells of the accuracy matrix as they were reported; none before the first task. */
  public List<Cell> cells() {
    if (versions.isEmpty()) {
      return List.of();
    }
    Map<Integer, Integer> rows = new HashMap<>(Map.of(0, 0));
    versions.forEach(version -> rows.put(version.number(), rows.size()));
    Map<String, Integer> columns = new HashMap<>();
    testSets.forEach(set -> columns.put(set.task(), columns.size() + 1));
    return store.scores(learner, last().orElseThrow()).stream()
        .map(score -> cell(score, rows, columns))
        .toList();
  }

  private Cell cell(CellScore score, Map<Integer, Integer> rows, Map<String, Integer> columns) {
    Integer row = rows.get(score.row());
    Integer column = columns.get(score.task());
    if (row == null || column == null) {
      throw new BrokenHistoryException(
          "learner '%s': a score of version %d on task '%s' is not of the history of version %d"
              .formatted(learner, score.row(), score.task(), last().orElseThrow()));
    }
    return new Cell(row, column, score.correct(), score.total());
  }

  /** All cells of the matrix, which needs at least one task. */
  public AccuracyMatrix matrix() {
    return AccuracyMatrix.of(tasks(), cells());
  }

  /** Measures on the stored test sets; needs at least one task. */
  public Evaluator evaluator() {
    List<ClassEmbedding> classes = store.version(learner, last().orElseThrow()).classes();
    return StoredEvaluation.evaluator(testSets, classes);
  }

  private List<String> tasks() {
    return testSets.stream().map(TestSet::task).toList();
  }

  /**
   * What a new version adds to the matrix: its own row, and its task's column in all earlier rows
   * but those of pruned versions, whose features are gone.
   *
   * @param number of the new version
   * @param classes all its classes
   * @param weights with which it scores
   * @param testSet of its task
   */
  public NewCells measure(
      int number, List<ClassEmbedding> classes, ClassWeights weights, TestSet testSet) {
    List<TestSet> sets = new ArrayList<>(testSets);
    sets.add(testSet);
    List<Integer> numbers = new ArrayList<>(versions.stream().map(VersionSummary::number).toList());
    numbers.add(number);
    int last = sets.size();
    Evaluator evaluator = StoredEvaluation.evaluator(sets, classes);
    List<Cell> fresh =
        evaluator.lastTask(
            row ->
                row == last
                    ? Optional.of(weights)
                    : version(row).map(known -> VersionWeights.of(known, testSet.dimension())));
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
    return new NewCells(scores, AccuracyMatrix.of(tasks, all), evaluator);
  }

  /** A row's version; empty if it was pruned, be it since this snapshot was taken. */
  Optional<Version> version(int row) {
    VersionSummary version = versions.get(row - 1);
    if (version.prunedAt().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.version(learner, version.number()));
    } catch (PrunedVersionException e) {
      return Optional.empty();
    }
  }

  /**
   * What a new version adds.
   *
   * @param scores the new cells as they are stored
   * @param matrix all cells, the new ones among them
   * @param evaluator of all tasks, the new one among them
   */
  public record NewCells(List<CellScore> scores, AccuracyMatrix matrix, Evaluator evaluator) {

    /** Takes its own copy. */
    public NewCells {
      scores = List.copyOf(scores);
    }
  }
}
