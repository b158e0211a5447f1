package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.stored.HistoryRows.Row;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/**
 * The tasks a learner has been through, from its first version to one of its versions, in the terms
 * of evaluation: row and column {@code i} belong to the {@code i}-th task. What was forgotten on
 * the way does not count: a class that is gone has no test examples any more, a task of which
 * nothing is left is none of the tasks, and a version that forgot is the row of the last task
 * before it. A snapshot of one branch; immutable and thread-safe as long as the store is open.
 */
public final class LearnerHistory {
  private final EmbeddingStore store;
  private final String learner;
  private final List<VersionSummary> lineage;
  private final List<TestSet> reported;
  private final List<Row> rows;
  private final StoredWeights weights;

  private LearnerHistory(
      EmbeddingStore store,
      StoredWeights weights,
      String learner,
      List<VersionSummary> lineage,
      List<TestSet> reported) {
    this.store = store;
    this.weights = weights;
    this.learner = learner;
    this.lineage = lineage;
    this.reported = reported;
    this.rows = HistoryRows.of(lineage, reported);
  }

  /**
   * The history of a learner's head; empty for a learner that has no version.
   *
   * @throws BrokenHistoryException when the store lacks a part of it
   */
  public static LearnerHistory of(EmbeddingStore store, String learner) {
    return of(store, learner, new WeightsCache(0));
  }

  /**
   * The same for somebody who measures after every task.
   *
   * @param cache of class weights, which outlives the history
   * @throws BrokenHistoryException when the store lacks a part of it
   */
  public static LearnerHistory of(EmbeddingStore store, String learner, WeightsCache cache) {
    return of(store, learner, new StoredWeights(store::version, cache));
  }

  static LearnerHistory of(EmbeddingStore store, String learner, StoredWeights weights) {
    OptionalInt head = store.head(learner);
    return head.isPresent()
        ? of(store, learner, head.getAsInt(), weights)
        : new LearnerHistory(store, weights, learner, List.of(), List.of());
  }

  /**
   * The history of one version, on whatever branch.
   *
   * @throws org.lammstream.store.UnknownVersionException if the learner has no such version
   * @throws BrokenHistoryException when the store lacks a part of it
   */
  public static LearnerHistory of(EmbeddingStore store, String learner, int number) {
    return of(store, learner, number, new StoredWeights(store::version, new WeightsCache(0)));
  }

  static LearnerHistory of(
      EmbeddingStore store, String learner, int number, StoredWeights weights) {
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
    return new LearnerHistory(store, weights, learner, versions, testSets);
  }

  private static List<VersionSummary> lineage(EmbeddingStore store, String learner, int last) {
    Map<Integer, VersionSummary> byNumber = byNumber(store, learner);
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

  private static Map<Integer, VersionSummary> byNumber(EmbeddingStore store, String learner) {
    return store.versions(learner).stream()
        .collect(Collectors.toMap(VersionSummary::number, Function.identity()));
  }

  /** The versions that stand for the learner after each task, from the first to the last. */
  public List<VersionSummary> versions() {
    return rows.stream().map(Row::state).toList();
  }

  /** The versions that learned each task; others than {@link #versions} where one forgot. */
  public List<VersionSummary> learned() {
    return rows.stream().map(Row::learned).toList();
  }

  /** The classes that came with a task, but for those that are gone. */
  public List<String> newClasses(int row) {
    Row of = rows.get(row - 1);
    return of.learned().newClasses().stream()
        .filter(name -> of.testSet().classes().contains(name))
        .toList();
  }

  /** Where the test examples that count stood among all that a task came with, from 0. */
  int[] places(int row) {
    return rows.get(row - 1).places();
  }

  /** Where the test examples stand, from 0, that are left of those a version came with. */
  public int[] left(int number) {
    return rows.stream()
        .filter(row -> row.learned().number() == number)
        .findFirst()
        .map(Row::places)
        .orElse(new int[0]);
  }

  /** All versions of the branch, from the first to the last. */
  public List<VersionSummary> lineage() {
    return lineage;
  }

  /** Number of the last version; empty for a learner that has none. */
  public OptionalInt last() {
    return lineage.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(lineage.get(lineage.size() - 1).number());
  }

  /** Test sets of the tasks in the same order, without what has been forgotten. */
  public List<TestSet> testSets() {
    return rows.stream().map(Row::testSet).toList();
  }

  /** Test sets of all tasks as they came, forgotten or not. */
  public List<TestSet> allTestSets() {
    return IntStream.range(0, lineage.size())
        .filter(i -> lineage.get(i).forgetting().isEmpty())
        .mapToObj(reported::get)
        .toList();
  }

  /** The cells of the accuracy matrix as they were reported; none before the first task. */
  public List<Cell> cells() {
    if (lineage.isEmpty()) {
      return List.of();
    }
    Map<Integer, Integer> places = new HashMap<>(Map.of(0, 0));
    rows.forEach(row -> places.put(row.state().number(), places.size()));
    Map<String, Integer> columns = new HashMap<>();
    rows.forEach(row -> columns.put(row.testSet().task(), columns.size() + 1));
    return store.scores(learner, last().orElseThrow()).stream()
        .filter(score -> !hasForgotten() || counts(score, places, columns))
        .map(score -> cell(score, places, columns))
        .toList();
  }

  private boolean hasForgotten() {
    return lineage.stream().anyMatch(version -> version.forgetting().isPresent());
  }

  /** Whoever forgets measures all cells again that can be; of others some are of other tests. */
  private boolean counts(
      CellScore score, Map<Integer, Integer> places, Map<String, Integer> columns) {
    Integer column = columns.get(score.task());
    return column != null
        && places.containsKey(score.row())
        && rows.get(column - 1).testSet().labels().size() == score.total();
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
    return StoredEvaluation.evaluator(testSets(), classes);
  }

  private List<String> tasks() {
    return rows.stream().map(row -> row.testSet().task()).toList();
  }

  /**
   * What a new version adds to the matrix: its own row, and its task's column in all earlier rows
   * but those of versions that are pruned by now, whose features are gone.
   *
   * @param number of the new version
   * @param classes all its classes
   * @param now weights with which it scores
   * @param testSet of its task
   */
  public NewCells measure(
      int number, List<ClassEmbedding> classes, ClassWeights now, TestSet testSet) {
    List<TestSet> sets = new ArrayList<>(testSets());
    sets.add(testSet);
    List<Integer> numbers =
        new ArrayList<>(versions().stream().map(VersionSummary::number).toList());
    numbers.add(number);
    int last = sets.size();
    Evaluator evaluator = StoredEvaluation.evaluator(sets, classes);
    Map<Integer, VersionSummary> stored = byNumber(store, learner);
    List<Cell> fresh =
        evaluator.lastTask(
            row ->
                row == last
                    ? Optional.of(now)
                    : weights(row, stored, WeightsCache.Part.TEXT, testSet.dimension()));
    List<String> tasks = sets.stream().map(TestSet::task).toList();
    List<Cell> all = new ArrayList<>(cells());
    all.addAll(fresh);
    List<CellScore> scores = scores(fresh, numbers, tasks);
    return new NewCells(scores, AccuracyMatrix.of(tasks, all), evaluator);
  }

  /** STUB. */
  public List<CellScore> measureWithout(
      Version forgetting, Optional<org.lammstream.store.SeenTests> seen) {
    return measureWithout(forgetting);
  }

  /** STUB. */
  public NewCells measure(
      int number,
      List<ClassEmbedding> classes,
      ClassWeights now,
      TestSet testSet,
      Optional<org.lammstream.store.SeenTests> seen) {
    return measure(number, classes, now, testSet);
  }

  /**
   * What a version adds that takes something out of the last one: the whole matrix of what is left,
   * but for the rows of pruned versions.
   *
   * @param forgetting a version that is not stored yet
   */
  public List<CellScore> measureWithout(Version forgetting) {
    List<VersionSummary> all = new ArrayList<>(lineage);
    all.add(summary(forgetting));
    int dimension = reported.get(0).dimension();
    List<TestSet> sets = new ArrayList<>(reported);
    sets.add(new TestSet(forgetting.task(), List.of(), List.of(), new float[0], dimension));
    LearnerHistory after = new LearnerHistory(store, weights, learner, all, sets);
    Evaluator evaluator = StoredEvaluation.evaluator(after.testSets(), forgetting.classes());
    List<Cell> cells = new ArrayList<>(evaluator.zeroShotRow());
    for (int row = 1; row < evaluator.size(); row++) {
      int now = row;
      after
          .version(row)
          .ifPresent(
              known -> cells.addAll(evaluator.row(now, after.weights(now, known, dimension))));
    }
    cells.addAll(evaluator.row(evaluator.size(), VersionWeights.of(forgetting, dimension)));
    List<Integer> numbers = after.versions().stream().map(VersionSummary::number).toList();
    return scores(cells, numbers, after.tasks());
  }

  private static VersionSummary summary(Version version) {
    return new VersionSummary(
        version.learner(),
        version.number(),
        version.parent(),
        version.createdAt(),
        version.task(),
        version.newClasses(),
        version.classes().size(),
        0,
        version.provenance(),
        version.seconds(),
        version.embeddingsSha256(),
        Optional.empty(),
        version.forgetting());
  }

  private static List<CellScore> scores(
      List<Cell> cells, List<Integer> numbers, List<String> tasks) {
    return cells.stream()
        .map(
            cell ->
                new CellScore(
                    cell.row() == 0 ? 0 : numbers.get(cell.row() - 1),
                    tasks.get(cell.column() - 1),
                    cell.correct(),
                    cell.total()))
        .toList();
  }

  /**
   * With which a row's version scores, those of its classes left out that have been forgotten
   * since; empty if it is pruned by now.
   *
   * @param dimension of the image features
   */
  Optional<ClassWeights> weights(int row, int dimension) {
    return weights(row, byNumber(store, learner), WeightsCache.Part.WHOLE, dimension);
  }

  /** A cached entry must not bring back what the store has pruned since this snapshot. */
  private Optional<ClassWeights> weights(
      int row, Map<Integer, VersionSummary> stored, WeightsCache.Part part, int dimension) {
    return Optional.ofNullable(stored.get(rows.get(row - 1).state().number()))
        .flatMap(version -> weights.of(version, part, dimension))
        .map(all -> left(row, all));
  }

  /**
   * The same of a version that has been read.
   *
   * @param known the row's version
   */
  ClassWeights weights(int row, Version known, int dimension) {
    return left(row, VersionWeights.of(known, dimension));
  }

  private ClassWeights left(int row, ClassWeights all) {
    Set<String> gone = rows.get(row - 1).gone();
    int[] left =
        IntStream.range(0, all.names().size())
            .filter(c -> !gone.contains(all.names().get(c)))
            .toArray();
    return left.length == all.names().size() ? all : all.select(left);
  }

  /** A row's version; empty if it was pruned, be it since this snapshot was taken. */
  Optional<Version> version(int row) {
    return weights.whole(rows.get(row - 1).state());
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
