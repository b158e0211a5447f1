package org.lammstream.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** Says in our words what RocksDB reports. */
final class RocksErrors {

  private RocksErrors() {}

  /** The exception for a failure while doing something, for example {@code "reading DIR"}. */
  static StoreException translate(RocksDBException cause, String doing) {
    String detail = String.valueOf(cause.getMessage());
    Status status = cause.getStatus();
    if (isCorruption(cause)) {
      return new StoreCorruptedException(doing + ": damaged: " + detail, cause);
    }
    if ((status != null && status.getSubCode() == Status.SubCode.NoSpace)
        || detail.contains("No space left")) {
      return new StoreIoException(
          doing + ": disk full; what was committed before is safe: " + detail, cause);
    }
    return new StoreIoException(doing + ": " + detail, cause);
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
