package org.lammstream.manager.datasets;

/** A data set is not where, or not what, it should be. The message is one line for the user. */
public final class DataSetException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DataSetException(String message) {
    super(message);
  }

  public DataSetException(String message, Throwable cause) {
    super(message, cause);
  }
}
