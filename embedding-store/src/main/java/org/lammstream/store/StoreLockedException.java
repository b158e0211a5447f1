package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/** Another process, or another handle in this one, holds the store for writing. */
public final class StoreLockedException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public StoreLockedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
