package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/** The folder is no store that this program can read: none at all, or one of a newer format. */
public final class StoreFormatException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public StoreFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
