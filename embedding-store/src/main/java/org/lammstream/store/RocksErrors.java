package org.lammstream.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in our words what RocksDB reports. */
final class RocksErrors {

  private RocksErrors() {}

  /** The exception for a failure while doing something, for example {@code "reading DIR"}. */
  static StoreException translate(RocksDBException cause, String doing) {
    String detail = String.valueOf(cause.getMessage());
    if (isCorruption(cause)) {
      return new StoreCorruptedException(
          doing + ": damaged data (" + detail + "); nothing more was changed: " + Advice.CHECK,
          cause);
    }
    return new StoreIoException(
        doing + ": " + (isDiskFull(cause) ? Advice.DISK_FULL + " (" + detail + ")" : detail),
        cause);
  }

  private static boolean isDiskFull(RocksDBException cause) {
    Status status = cause.getStatus();
    return (status != null && status.getSubCode() == Status.SubCode.NoSpace)
        || String.valueOf(cause.getMessage()).contains("No space left");
  }

  /**
   * The exception for a value that cannot be read.
   *
   * @param key empty if it is not known
   */
  static StoreException reading(RocksDBException cause, ColumnFamily family, byte[] key) {
    return isCorruption(cause)
        ? StoreCorruptedException.unreadable(
            family, key, "cannot be read: " + cause.getMessage(), cause)
        : translate(
            cause, "reading column family " + family.familyName() + " " + family.describe(key));
  }

  static boolean isCorruption(RocksDBException cause) {
    Status status = cause.getStatus();
    return (status != null && status.getCode() == Status.Code.Corruption)
        || String.valueOf(cause.getMessage()).startsWith("Corruption");
  }

  /** Whether opening failed because somebody holds the lock. */
  static boolean isLocked(RocksDBException cause) {
    String detail = String.valueOf(cause.getMessage());
    return detail.contains("lock file") || detail.contains("lock hold by current process");
  }
}
