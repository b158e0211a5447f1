package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The accuracy matrix as terminal text that grows row by row: print {@link #header()} once and a
 * {@link #row} after every task.
 *
 * <p>Cells are percentages. A bar stands between the tasks a row's learner has seen (left) and
 * those it has not (right), so the bars go down the table like stairs. The first number of a row is
 * the mean over the tasks seen. Where the terminal is too narrow, decimals go first, then columns:
 * some tasks, evenly spread from the first to the last, stand for all. Plain ASCII; lines do not
 * end with a line feed. Immutable and thread-safe.
 */
public final class MatrixTable {

  /** Columns of a terminal whose width nobody knows. */
  public static final int DEFAULT_WIDTH = 80;

  /** Width of a cell with one decimal, up to 100.0. */
  private static final int WIDE = 6;

  /** Width of a cell without decimals. */
  private static final int NARROW = 4;

  private static final int SHORTEST_LABEL = 10;
  private static final int LONGEST_LABEL = 24;
  private static final int MEAN = 7;

  /** Task names come from events: nobody may steer the terminal with them. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private static final String DIM = "\u001b[2m";
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  private final List<String> tasks;
  private final boolean colour;
  private final int[] columns;
  private final int cell;
  private final int label;
  private final int digits;

  /**
   * A table for these tasks.
   *
   * @param tasks names of all tasks to come, at least one
   * @param width columns of the terminal, at least 40 are used
   * @param colour whether to use ANSI escape sequences
   */
  public MatrixTable(List<String> tasks, int width, boolean colour) {
    this.tasks = List.copyOf(tasks);
    this.colour = colour;
    int count = tasks.size();
    this.digits = Integer.toString(count).length();
    int longest = IntStream.rangeClosed(0, count).map(row -> label(row).length()).max().orElse(0);
    int shortest = Math.min(longest, SHORTEST_LABEL);
    int room = Math.max(40, width) - MEAN - shortest;
    this.cell = count * WIDE <= room ? WIDE : NARROW;
    this.columns = Spread.of(count, room / cell);
    int spare = room - columns.length * cell;
    this.label = Math.min(longest, Math.min(LONGEST_LABEL, shortest + spare));
  }

  private String label(int row) {
    return row == 0
        ? "zero-shot"
        : right(Integer.toString(row), digits)
            + " "
            + CONTROL.matcher(tasks.get(row - 1)).replaceAll("?");
  }

  /** Column heads: task numbers, in the order of the tasks. */
  public String header() {
    StringBuilder line = new StringBuilder(pad("task", label)).append(right("mean", MEAN));
    for (int column : columns) {
      line.append(right(Integer.toString(column), cell));
    }
    return style(BOLD, line.toString());
  }

  /**
   * One row. Cells that have not been measured are left empty.
   *
   * @param matrix of these tasks, or of the first of them
   * @param row 0 (zero-shot) to the matrix's size
   */
  public String row(AccuracyMatrix matrix, int row) {
    StringBuilder line = new StringBuilder(pad(label(row), label));
    line.append(style(BOLD, right(mean(matrix, row), MEAN)));
    boolean seen = true;
    for (int column : columns) {
      boolean bar = seen && column > row;
      seen = column <= row;
      String text = right(cell(matrix, row, column), cell - 1);
      line.append(bar ? "|" : " ").append(seen ? text : style(DIM, text));
    }
    return line.append(seen ? "|" : "").toString().stripTrailing();
  }

  private static String mean(AccuracyMatrix matrix, int row) {
    boolean whole = IntStream.rangeClosed(1, row).allMatch(column -> matrix.contains(row, column));
    return row == 0 || !whole ? "" : Percent.of(matrix.averageOverSeen(row));
  }

  private String cell(AccuracyMatrix matrix, int row, int column) {
    if (column > matrix.size() || !matrix.contains(row, column)) {
      return "";
    }
    return Percent.unsigned(matrix.accuracy(row, column), cell == WIDE ? 1 : 0);
  }

  /** Head and all rows, lines separated by line feeds. */
  public String render(AccuracyMatrix matrix) {
    List<String> lines = new ArrayList<>();
    lines.add(header());
    for (int row = 0; row <= matrix.size(); row++) {
      lines.add(row(matrix, row));
    }
    return String.join("\n", lines);
  }

  private static String pad(String text, int width) {
    String cut = text.length() <= width ? text : text.substring(0, width - 1) + "~";
    return cut + " ".repeat(width - cut.length());
  }

  private static String right(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }

  private String style(String code, String text) {
    return colour ? code + text + RESET : text;
  }
}
