package org.lammstream.manager.cli.versions;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A plain table for a terminal: columns as wide as their widest cell, two spaces between, no
 * trailing spaces. Not thread-safe.
 */
final class TextTable {

  /** Names come from events and files: nobody may steer the terminal with them. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final List<String> heads;
  private final boolean[] right;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * A table without rows.
   *
   * @param heads of the columns; one that begins with {@code >} stands, like its cells, at the
   *     right
   */
  TextTable(String... heads) {
    this.heads = new ArrayList<>();
    this.right = new boolean[heads.length];
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      this.heads.add(right[i] ? heads[i].substring(1) : heads[i]);
    }
  }

  /** Adds a row with one cell for each column. */
  void row(String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + heads.size() + " columns");
    }
    rows.add(List.of(cells).stream().map(TextTable::printable).toList());
  }

  /** The head and the rows, from top to bottom. */
  List<String> lines() {
    int[] widths = new int[heads.size()];
    List<List<String>> all = new ArrayList<>(List.of(heads));
    all.addAll(rows);
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return all.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String room = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? room + row.get(i) : row.get(i) + room);
    }
    return line.toString().stripTrailing();
  }

  /** A text without anything that moves a terminal's cursor. */
  static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
