package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/** A stored value is damaged; the message names the column family and the key. */
public final class StoreCorruptedException extends StoreException {

  private static final long serialVersionUID = 1L;

  /** Makes the exception; the message is cut to its first line. */
  public StoreCorruptedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
