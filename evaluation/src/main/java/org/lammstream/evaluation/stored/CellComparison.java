package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.CellCheck.CellDifference;

/** Recomputed cells and reported ones. */
final class CellComparison {

  private record Place(int row, int column) {
    static Place of(Cell cell) {
      return new Place(cell.row(), cell.column());
    }
  }

  private CellComparison() {}

  /** Compares them cell by cell. */
  static CellCheck check(
      LearnerHistory history, Collection<Cell> recomputed, Collection<Cell> reported) {
    Map<Place, Cell> before = byPlace(reported);
    List<CellDifference> differences = new ArrayList<>();
    int unreported = 0;
    for (Cell cell : recomputed) {
      Cell earlier = before.remove(Place.of(cell));
      if (earlier == null) {
        unreported++;
      } else if (!earlier.equals(cell)) {
        differences.add(
            new CellDifference(
                cell.row() == 0 ? 0 : history.versions().get(cell.row() - 1).number(),
                history.testSets().get(cell.column() - 1).task(),
                cell.correct(),
                cell.total(),
                earlier.correct(),
                earlier.total()));
      }
    }
    return new CellCheck(recomputed.size(), unreported, before.size(), differences);
  }

  /**
   * The matrix of all recomputed cells, and of the reported ones in the other places, unless they
   * count other test examples than there are.
   */
  static AccuracyMatrix merged(
      LearnerHistory history, Collection<Cell> recomputed, Collection<Cell> reported) {
    Map<Place, Cell> cells = byPlace(reported);
    cells.putAll(byPlace(recomputed));
    Map<Integer, Integer> totals = new HashMap<>();
    recomputed.forEach(cell -> totals.put(cell.column(), cell.total()));
    cells.values().removeIf(cell -> cell.total() != totals.getOrDefault(cell.column(), -1));
    List<String> tasks = history.testSets().stream().map(set -> set.task()).toList();
    return AccuracyMatrix.of(tasks, cells.values());
  }

  private static Map<Place, Cell> byPlace(Collection<Cell> cells) {
    Map<Place, Cell> map = new LinkedHashMap<>();
    cells.forEach(cell -> map.put(Place.of(cell), cell));
    return map;
  }
}
