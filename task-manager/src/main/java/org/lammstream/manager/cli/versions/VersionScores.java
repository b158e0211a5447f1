package org.lammstream.manager.cli.versions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/** What each version of a learner reached on the tasks of its own branch; immutable. */
final class VersionScores {

  private final Map<Integer, Score> scores = new HashMap<>();

  private VersionScores() {}

  /**
   * How good a version was when it was made.
   *
   * @param accuracy mean over the tasks so far, 0 to 1; NaN where there is nothing to test on
   * @param forgetting {@link org.lammstream.evaluation.Metrics#forgetting} of the tasks so far; NaN
   *     where there is nothing to forget
   */
  record Score(double accuracy, double forgetting) {
    static final Score NONE = new Score(Double.NaN, Double.NaN);
  }

  /** Reads the scores of all versions; those of a whole branch are read at once. */
  static VersionScores of(EmbeddingStore store, StoredLearner learner) {
    VersionScores all = new VersionScores();
    Set<Integer> parents = new HashSet<>();
    learner.versions().stream()
        .filter(version -> version.forgetting().isEmpty())
        .forEach(version -> version.parent().ifPresent(parents::add));
    for (VersionSummary version : learner.versions()) {
      if (!parents.contains(version.number())) {
        all.addBranch(store, learner, version.number());
      }
    }
    return all;
  }

  private void addBranch(EmbeddingStore store, StoredLearner learner, int tip) {
    List<VersionSummary> lineage = learner.lineage(tip);
    if (lineage.stream().noneMatch(version -> version.forgetting().isPresent())) {
      addBranch(lineage, store.scores(learner.name(), tip));
    } else if (learner.summary(tip).prunedAt().isEmpty()) {
      LearnerHistory history = LearnerHistory.of(store, learner.name(), tip);
      add(history.versions(), history.matrix());
    }
  }

  private void addBranch(List<VersionSummary> lineage, List<CellScore> stored) {
    List<String> tasks = lineage.stream().map(VersionSummary::task).toList();
    Map<Integer, Integer> rows = new HashMap<>(Map.of(0, 0));
    lineage.forEach(version -> rows.put(version.number(), rows.size()));
    List<Cell> cells = new ArrayList<>();
    for (CellScore score : stored) {
      Integer row = rows.get(score.row());
      int column = tasks.indexOf(score.task()) + 1;
      if (row != null && column > 0) {
        cells.add(new Cell(row, column, score.correct(), score.total()));
      }
    }
    add(lineage, AccuracyMatrix.of(tasks, cells));
  }

  /** Versions that were scored with an earlier branch keep that score. */
  private void add(List<VersionSummary> lineage, AccuracyMatrix matrix) {
    for (int row = 1; row <= lineage.size(); row++) {
      int number = lineage.get(row - 1).number();
      if (!scores.containsKey(number)) {
        scores.put(number, score(matrix, row));
      }
    }
  }

  /**
   * The score of one row. Only cells up to the diagonal are looked at, for those of later tasks are
   * missing where a version was pruned before the task came.
   */
  private static Score score(AccuracyMatrix matrix, int row) {
    for (int column = 1; column <= row; column++) {
      for (int above = column; above <= row; above++) {
        if (!matrix.contains(above, column)) {
          return Score.NONE;
        }
      }
    }
    double forgetting =
        IntStream.range(1, row)
            .mapToDouble(column -> best(matrix, row, column) - matrix.accuracy(row, column))
            .filter(drop -> !Double.isNaN(drop))
            .average()
            .orElse(Double.NaN);
    return new Score(matrix.averageOverSeen(row), forgetting);
  }

  private static double best(AccuracyMatrix matrix, int row, int column) {
    return IntStream.range(column, row)
        .mapToDouble(earlier -> matrix.accuracy(earlier, column))
        .max()
        .orElse(Double.NaN);
  }

  Score of(int number) {
    return scores.getOrDefault(number, Score.NONE);
  }
}
