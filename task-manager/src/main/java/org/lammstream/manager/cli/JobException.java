package org.lammstream.manager.cli;

/** A failure whose message is meant for the user as it stands: one line, no class names. */
public final class JobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobException(String message) {
    super(message);
  }

  public JobException(String message, Throwable cause) {
    super(message, cause);
  }
}
