package org.lammstream.manager.worker;

/**
 * The worker itself is at fault (disk full, store damaged, image root gone): it must stop, and no
 * event may be blamed for it. The message is one line for the user.
 */
public final class WorkerFaultException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A fault, in words. */
  public WorkerFaultException(String message) {
    super(message);
  }

  /** A fault and what is behind it. */
  public WorkerFaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
