package org.lammstream.store.maintenance;

import java.util.function.Function;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.StoreControlException;
import org.lammstream.store.StoreCorruptedException;
import org.lammstream.store.StoreFormatException;
import org.lammstream.store.StoreIoException;
import org.lammstream.store.StoreLockedException;
import org.lammstream.store.UnknownBackupException;
import org.lammstream.store.UnknownVersionException;

/** Carries an exception from the process that holds the store to the one that asked. */
enum FailureKind {
  CORRUPTED(StoreCorruptedException.class, message -> new StoreCorruptedException(message, null)),
  FORMAT(StoreFormatException.class, message -> new StoreFormatException(message, null)),
  IO(StoreIoException.class, message -> new StoreIoException(message, null)),
  LOCKED(StoreLockedException.class, message -> new StoreLockedException(message, null)),
  PRUNED_VERSION(PrunedVersionException.class, PrunedVersionException::new),
  UNKNOWN_VERSION(UnknownVersionException.class, UnknownVersionException::new),
  UNKNOWN_BACKUP(UnknownBackupException.class, UnknownBackupException::new),
  ARGUMENT(IllegalArgumentException.class, IllegalArgumentException::new),
  /** The store was closed, or is open for reading only. */
  STATE(IllegalStateException.class, IllegalStateException::new),
  CONTROL(StoreControlException.class, message -> new StoreControlException(message, null)),
  /** A fault of the program; its stack is in the log of the process where it happened. */
  INTERNAL(
      RuntimeException.class,
      message ->
          new StoreControlException(
              "the process that holds the store failed, its log says more: " + message, null));

  @SuppressWarnings("ImmutableEnumChecker") // a class does not change
  private final Class<? extends RuntimeException> type;

  @SuppressWarnings("ImmutableEnumChecker") // nothing is captured
  private final Function<String, RuntimeException> maker;

  FailureKind(Class<? extends RuntimeException> type, Function<String, RuntimeException> maker) {
    this.type = type;
    this.maker = maker;
  }

  static Answer.Failed describe(RuntimeException failure) {
    for (FailureKind kind : values()) {
      if (kind.type.isInstance(failure)) {
        String message = kind == INTERNAL ? failure.toString() : failure.getMessage();
        return new Answer.Failed(kind, String.valueOf(message));
      }
    }
    throw new AssertionError("the last kind fits every exception");
  }

  RuntimeException exception(String message) {
    return maker.apply(message);
  }
}
