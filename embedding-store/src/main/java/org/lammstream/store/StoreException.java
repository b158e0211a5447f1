package org.lammstream.store;

import org.jspecify.annotations.Nullable;

/** The store cannot do what was asked; the message is one line that a user can read. */
public abstract sealed class StoreException extends RuntimeException
    permits PrunedVersionException,
        StoreControlException,
        StoreCorruptedException,
        StoreFormatException,
        StoreIoException,
        StoreLockedException,
        UnknownBackupException,
        UnknownVersionException {

  private static final long serialVersionUID = 1L;

  StoreException(String message, @Nullable Throwable cause) {
    super(message.lines().findFirst().orElse(""), cause);
  }
}
