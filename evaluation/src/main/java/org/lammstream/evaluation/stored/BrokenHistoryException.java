package org.lammstream.evaluation.stored;

/** The store lacks a part of a learner's history; the message is one line that names it. */
public final class BrokenHistoryException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  public BrokenHistoryException(String message) {
    super(message);
  }
}
