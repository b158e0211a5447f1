package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.stored.HistoryRows.Row;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.SeenTests;
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
  private final Sight sight;

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
    this.sight = new Sight(store, reported, rows);
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
    List<VersionSummary> versions = Lineage.of(store, learner, number);
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
    return lineage.isEmpty()
        ? List.of()
        : new ReportedCells(lineage, rows).of(store.scores(learner, last().orElseThrow()));
  }

  /** All cells of the matrix, which needs at least one task. */
  public AccuracyMatrix matrix() {
    return AccuracyMatrix.of(tasks(), cells());
  }

  /** Measures on the stored test sets as the untouched checkpoint sees them; needs a task. */
  public Evaluator evaluator() {
    List<ClassEmbedding> classes = store.version(learner, last().orElseThrow()).classes();
    return StoredEvaluation.evaluator(testSets(), classes);
  }

  private List<String> tasks() {
    return rows.stream().map(row -> row.testSet().task()).toList();
  }

  /** The same for a version that leaves the image tower as it is. */
  public NewCells measure(
      int number, List<ClassEmbedding> classes, ClassWeights now, TestSet testSet) {
    return measure(number, classes, now, testSet, Optional.empty());
  }

  /**
   * What a new version adds to the matrix: its own row, and its task's column in all earlier rows
   * but those of versions that are pruned by now, whose features are gone, and those of versions
   * that see images in their own way, which cannot see the new ones.
   *
   * @param number of the new version
   * @param classes all its classes
   * @param now weights with which it scores
   * @param testSet of its task
   * @param seen all test sets of the branch and the new one, as it sees them; empty where it leaves
   *     the image tower as it is
   * @throws BrokenHistoryException when {@code seen} are other test examples
   */
  public NewCells measure(
      int number,
      List<ClassEmbedding> classes,
      ClassWeights now,
      TestSet testSet,
      Optional<SeenTests> seen) {
    List<TestSet> sets = new ArrayList<>(testSets());
    sets.add(testSet);
    List<Integer> numbers =
        new ArrayList<>(versions().stream().map(VersionSummary::number).toList());
    numbers.add(number);
    int last = sets.size();
    Evaluator evaluator = StoredEvaluation.evaluator(sets, classes);
    Evaluator seeing = seen.map(of -> evaluator.seenBy(sight.left(of, testSet))).orElse(evaluator);
    Map<Integer, VersionSummary> stored = Lineage.byNumber(store, learner);
    List<Cell> fresh =
        evaluator.lastTask(
            row ->
                row == last || sight.isOwn(row)
                    ? Optional.empty()
                    : weights(row, stored, WeightsCache.Part.TEXT, testSet.dimension()));
    fresh.addAll(seeing.row(last, now));
    List<String> tasks = sets.stream().map(TestSet::task).toList();
    List<Cell> all = new ArrayList<>(cells());
    all.addAll(fresh);
    List<CellScore> scores = scores(fresh, numbers, tasks);
    return new NewCells(scores, AccuracyMatrix.of(tasks, all), evaluator, seeing);
  }

  /** The same for a version that leaves the image tower as it is. */
  public List<CellScore> measureWithout(Version forgetting) {
    return measureWithout(forgetting, Optional.empty());
  }

  /**
   * What a version adds that takes something out of the last one: the whole matrix of what is left,
   * but for the rows of pruned versions, and cells that versions cannot see which see images in
   * their own way.
   *
   * @param forgetting a version that is not stored yet
   * @param seen all test sets of the branch and its own, which is empty, as it sees them; empty
   *     where it leaves the image tower as it is
   * @throws BrokenHistoryException when {@code seen} are other test examples
   * @throws IllegalArgumentException when they are missing: whoever forgets sees as before
   */
  public List<CellScore> measureWithout(Version forgetting, Optional<SeenTests> seen) {
    if (seen.isPresent() != lineage.get(lineage.size() - 1).promptedTests()) {
      throw new IllegalArgumentException(
          "version %d sees images in another way than the version that it continues"
              .formatted(forgetting.number()));
    }
    List<VersionSummary> all = new ArrayList<>(lineage);
    all.add(Lineage.summary(forgetting, seen.isPresent()));
    int dimension = reported.get(0).dimension();
    List<TestSet> sets = new ArrayList<>(reported);
    sets.add(new TestSet(forgetting.task(), List.of(), List.of(), new float[0], dimension));
    LearnerHistory after = new LearnerHistory(store, weights, learner, all, sets);
    Evaluator evaluator = StoredEvaluation.evaluator(after.testSets(), forgetting.classes());
    int last = evaluator.size();
    List<Cell> cells = new ArrayList<>(evaluator.zeroShotRow());
    for (int row = 1; row < last; row++) {
      after.view(row, evaluator).ifPresent(view -> cells.addAll(view.cells()));
    }
    Evaluator seeing =
        seen.map(of -> evaluator.seenBy(after.sight.left(last, of))).orElse(evaluator);
    cells.addAll(seeing.row(last, VersionWeights.of(forgetting, dimension)));
    List<Integer> numbers = after.versions().stream().map(VersionSummary::number).toList();
    return scores(cells, numbers, after.tasks());
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
    return weights(row, Lineage.byNumber(store, learner), WeightsCache.Part.WHOLE, dimension);
  }

  /** A cached entry must not bring back what the store has pruned since this snapshot. */
  private Optional<ClassWeights> weights(
      int row, Map<Integer, VersionSummary> stored, WeightsCache.Part part, int dimension) {
    return Optional.ofNullable(stored.get(rows.get(row - 1).state().number()))
        .flatMap(version -> weights.of(version, part, dimension))
        .map(all -> left(row, all));
  }

  /**
   * How a row's version sees the tasks; empty if it did so in its own way and is pruned by now.
   *
   * @param all knows the tasks of this history, and further ones perhaps
   */
  Optional<Evaluator> evaluator(int row, Evaluator all) {
    return sight.of(row, all);
  }

  /**
   * All that it takes to measure a row; empty if its version was pruned, be it since this snapshot
   * was taken.
   *
   * @param all knows the tasks of this history
   */
  Optional<RowView> view(int row, Evaluator all) {
    return weights.whole(rows.get(row - 1).state()).flatMap(known -> view(row, known, all));
  }

  /**
   * The same of a version that has been read.
   *
   * @param known the row's version
   */
  Optional<RowView> view(int row, Version known, Evaluator all) {
    ClassWeights scoring = left(row, VersionWeights.of(known, all.dimension()));
    return evaluator(row, all).map(seeing -> new RowView(row, known, scoring, seeing));
  }

  /**
   * The test sets that the last version can see, as it sees them; empty where it leaves the image
   * tower as it is, and sees all that there are.
   *
   * @throws PrunedVersionException if it is pruned by now
   */
  Optional<Map<TestSet, SeenTestSet>> seenTestSets() {
    return sight.whole(lineage.get(lineage.size() - 1));
  }

  private ClassWeights left(int row, ClassWeights all) {
    Set<String> gone = rows.get(row - 1).gone();
    int[] left =
        IntStream.range(0, all.names().size())
            .filter(c -> !gone.contains(all.names().get(c)))
            .toArray();
    return left.length == all.names().size() ? all : all.select(left);
  }

  /**
   * What a new version adds.
   *
   * @param scores the new cells as they are stored
   * @param matrix all cells, the new ones among them
   * @param evaluator of all tasks, the new one among them
   * @param seeing the same as the new version sees their test images; the same object where it
   *     leaves the image tower as it is
   */
  public record NewCells(
      List<CellScore> scores, AccuracyMatrix matrix, Evaluator evaluator, Evaluator seeing) {

    /** Takes its own copy. */
    public NewCells {
      scores = List.copyOf(scores);
    }
  }
}
