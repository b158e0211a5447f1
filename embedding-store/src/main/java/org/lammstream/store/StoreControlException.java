package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/**
 * The process that holds the store did not carry out a request: it offers no maintenance, is gone
 * or busy, or did not understand. The message says whether anything may have been changed.
 */
public final class StoreControlException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public StoreControlException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
