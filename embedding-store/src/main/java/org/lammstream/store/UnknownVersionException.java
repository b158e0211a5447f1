package org.lammstream.store;

/** There is no such learner, version or alias; the message says which ones there are. */
public final class UnknownVersionException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public UnknownVersionException(String message) {
    super(message, null);
  }
}
