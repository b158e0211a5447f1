package org.lammstream.evaluation;

import java.util.List;

/**
 * The accuracy matrix as terminal text that grows row by row: print {@link #header()} once, {@link
 * #row} after every task. Percentages; a bar separates tasks the learner has seen from those it has
 * not.
 */
public final class MatrixTable {

  /**
   * A table for these tasks.
   *
   * @param width columns of the terminal
   * @param colour whether to use ANSI escape sequences
   */
  public MatrixTable(List<String> tasks, int width, boolean colour) {}

  /** Column heads. */
  public String header() {
    return "";
  }

  /** One row; cells that have not been measured stay empty. */
  public String row(AccuracyMatrix matrix, int row) {
    return "";
  }

  /** The whole table with a head. */
  public String render(AccuracyMatrix matrix) {
    return "";
  }
}
