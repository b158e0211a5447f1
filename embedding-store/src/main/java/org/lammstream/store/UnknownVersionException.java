package org.lammstream.store;

/** The learner has no version of that number; the message says which ones it has. */
public final class UnknownVersionException extends StoreException {

  private static final long serialVersionUID = 1L;

  UnknownVersionException(String message) {
    super(message, null);
  }
}
