package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/** The store could not read or write its files, for example because the disk is full. */
public final class StoreIoException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public StoreIoException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
