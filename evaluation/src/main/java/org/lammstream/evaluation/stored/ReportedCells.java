package org.lammstream.evaluation.stored;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.HistoryRows.Row;
import org.lammstream.store.CellScore;
import org.lammstream.store.VersionSummary;

/** Stored scores of a branch as cells of its matrix. */
final class ReportedCells {
  private final List<VersionSummary> lineage;
  private final List<Row> rows;
  private final Map<Integer, Integer> places = new HashMap<>(Map.of(0, 0));
  private final Map<String, Integer> columns = new HashMap<>();

  /**
   * For a branch.
   *
   * @param lineage all its versions, from the first
   */
  ReportedCells(List<VersionSummary> lineage, List<Row> rows) {
    this.lineage = lineage;
    this.rows = rows;
    rows.forEach(row -> places.put(row.state().number(), places.size()));
    rows.forEach(row -> columns.put(row.testSet().task(), columns.size() + 1));
  }

  /**
   * The cells of these scores.
   *
   * @throws BrokenHistoryException when one is of another branch
   */
  List<Cell> of(List<CellScore> scores) {
    boolean forgot = lineage.stream().anyMatch(version -> version.forgetting().isPresent());
    return scores.stream().filter(score -> !forgot || counts(score)).map(this::cell).toList();
  }

  /** Whoever forgets measures all cells again that can be; of others some are of other tests. */
  private boolean counts(CellScore score) {
    Integer column = columns.get(score.task());
    return column != null
        && places.containsKey(score.row())
        && rows.get(column - 1).testSet().labels().size() == score.total();
  }

  private Cell cell(CellScore score) {
    Integer row = places.get(score.row());
    Integer column = columns.get(score.task());
    if (row == null || column == null) {
      VersionSummary last = lineage.get(lineage.size() - 1);
      throw new BrokenHistoryException(
          "learner '%s': a score of version %d on task '%s' is not of the history of version %d"
              .formatted(last.learner(), score.row(), score.task(), last.number()));
    }
    return new Cell(row, column, score.correct(), score.total());
  }
}
