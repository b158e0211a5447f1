package org.lammstream.store;

/** The folder holds no backup of that id; the message says which ones it holds. */
public final class UnknownBackupException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public UnknownBackupException(String message) {
    super(message, null);
  }
}
