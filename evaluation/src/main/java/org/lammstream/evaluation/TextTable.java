package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A plain table for a terminal: columns as wide as their widest cell, two spaces between, no
 * trailing spaces, no control characters. Not thread-safe.
 */
public final class TextTable {

  /** Names come from events: nobody may steer the terminal with them. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private static final int LONGEST_CELL = 40;

  private final List<List<String>> rows = new ArrayList<>();
  private final boolean[] right;

  /**
   * A table without rows.
   *
   * @param heads of the columns; one that begins with {@code >} stands, like its cells, at the
   *     right
   */
  public TextTable(String... heads) {
    right = new boolean[heads.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < heads.length; i++) {
      right[i] = heads[i].startsWith(">");
      names.add(right[i] ? heads[i].substring(1) : heads[i]);
    }
    rows.add(names);
  }

  /**
   * Adds a row.
   *
   * @param cells one for each column, shown with {@link Object#toString}
   * @throws IllegalArgumentException for another number of cells
   */
  public void row(Object... cells) {
    if (cells.length != right.length) {
      throw new IllegalArgumentException(cells.length + " cells for " + right.length + " columns");
    }
    rows.add(Arrays.stream(cells).map(cell -> cut(printable(String.valueOf(cell)))).toList());
  }

  /** Head and rows, from top to bottom, without line feeds. */
  public List<String> lines() {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String room = " ".repeat(widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ").append(right[i] ? room + row.get(i) : row.get(i) + room);
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_CELL ? text : text.substring(0, LONGEST_CELL - 1) + "~";
  }

  /** A text without anything that moves a terminal's cursor. */
  public static String printable(String text) {
    return CONTROL.matcher(text).replaceAll("?");
  }
}
