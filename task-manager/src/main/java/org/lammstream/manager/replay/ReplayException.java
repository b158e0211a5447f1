package org.lammstream.manager.replay;

/** A recording or replay cannot go on; the message is one line for the user. */
public final class ReplayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A failure in words. */
  public ReplayException(String message) {
    super(message);
  }

  /** A failure in words, and what is behind it. */
  public ReplayException(String message, Throwable cause) {
    super(message, cause);
  }
}
