package org.lammstream.store;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/** Says why a store cannot be opened: what is damaged, what is safe and what to do. */
final class OpenFailure {

  private static final Pattern DATA_FILE = Pattern.compile("\\d+\\.sst");

  /**
   * What RocksDB appends to every failure while it opens; it is the list that is seldom at fault.
   */
  private static final Pattern GUESS =
      Pattern.compile("\\s+The file \\S*MANIFEST-\\d+ may be corrupted\\.\\s*$");

  private OpenFailure() {}

  static StoreException translate(Path store, RocksDBException cause) {
    if (RocksErrors.isLocked(cause)) {
      return new StoreLockedException(
          "store " + store + " is held by another process or handle; nothing was changed", cause);
    }
    if (!RocksErrors.isCorruption(cause)) {
      return RocksErrors.translate(cause, "opening store " + store);
    }
    String message = String.valueOf(cause.getMessage());
    String detail = GUESS.matcher(message).replaceFirst("");
    Matcher dataFile = DATA_FILE.matcher(detail);
    if (dataFile.find()) {
      return damaged(
          store,
          "data file " + dataFile.group() + " is missing or damaged (" + detail + ")",
          "the other files are intact",
          cause);
    }
    return message.contains("MANIFEST")
        ? list(store, detail, cause)
        : damaged(
            store,
            "its write-ahead log is damaged before its end, so that the newest commits cannot be"
                + " told from damage ("
                + detail
                + ")",
            "older commits are intact",
            cause);
  }

  /** Without the list nobody knows which data files count. */
  static StoreCorruptedException list(Path store, String detail, @Nullable Throwable cause) {
    return damaged(
        store,
        "its list of data files (CURRENT, MANIFEST) is missing or damaged (" + detail + ")",
        "the data files are intact",
        cause);
  }

  private static StoreCorruptedException damaged(
      Path store, String what, String safe, @Nullable Throwable cause) {
    return new StoreCorruptedException(
        "store "
            + store
            + " cannot be opened: "
            + what
            + "; nothing was changed, "
            + safe
            + ": "
            + Advice.RESTORE,
        cause);
  }
}
