package org.lammstream.evaluation.analysis;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.Spread;
import org.lammstream.evaluation.TextTable;

/** Confusion between old and new classes as terminal text. */
public final class ConfusionTable {

  private static final int MOST_ROWS = 12;

  private ConfusionTable() {}

  /**
   * Wrong predictions per row, and the pairs of classes most confused in the last row.
   *
   * @param rows in ascending order, at least one; some of a long history stand for all
   * @param top how many pairs
   * @return lines separated by line feeds
   */
  public static String render(List<RowConfusion> rows, int top) {
    List<String> lines = new ArrayList<>();
    lines.add("wrong predictions, from the right class to the predicted one");
    TextTable table =
        new TextTable(
            ">after task",
            ">old examples",
            ">new examples",
            ">old->old",
            ">old->new",
            ">new->old",
            ">new->new");
    for (int place : Spread.of(rows.size(), MOST_ROWS)) {
      RowConfusion row = rows.get(place - 1);
      table.row(
          row.row(),
          row.oldExamples(),
          row.newExamples(),
          row.oldToOld(),
          row.oldToNew(),
          row.newToOld(),
          row.newToNew());
    }
    lines.addAll(table.lines());
    if (rows.size() > MOST_ROWS) {
      lines.add("(%d of %d rows)".formatted(MOST_ROWS, rows.size()));
    }
    List<ClassPair> pairs = rows.get(rows.size() - 1).pairs();
    if (!pairs.isEmpty()) {
      lines.add("");
      lines.add("most confused now");
      lines.addAll(pairs(pairs, top));
    }
    return String.join("\n", lines);
  }

  static List<String> pairs(List<ClassPair> pairs, int top) {
    TextTable table = new TextTable("class", "taken for", ">examples");
    pairs.stream().limit(top).forEach(pair -> table.row(pair.from(), pair.to(), pair.count()));
    return table.lines();
  }
}
