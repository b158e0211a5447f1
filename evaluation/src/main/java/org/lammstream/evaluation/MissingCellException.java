package org.lammstream.evaluation;

/** A number was asked for that needs a cell of the accuracy matrix nobody has measured yet. */
public final class MissingCellException extends IllegalStateException {

  MissingCellException(int row, int column) {
    super(
        "accuracy matrix is incomplete: R[%d][%d] has not been measured (%s, test examples of task"
                .formatted(row, column, row == 0 ? "zero-shot" : "after task " + row)
            + " %d)".formatted(column));
  }
}
