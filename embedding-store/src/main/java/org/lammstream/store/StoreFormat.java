package org.lammstream.store;

import java.util.Arrays;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The number that says how the whole store is laid out, and what to do with each. */
final class StoreFormat {

  /** Newest format that this program reads and writes. */
  static final int CURRENT = 1;

  static final byte[] KEY = Keys.meta("format");

  private StoreFormat() {}

  /**
   * Lets a store of our format pass and turns an empty database into one.
   *
   * @throws StoreFormatException for any other; nothing is changed then
   */
  static void check(Database database) throws RocksDBException {
    Optional<Long> format = read(database);
    if (format.isPresent() && format.get() > CURRENT) {
      throw new StoreFormatException(
          "store "
              + database.directory()
              + " has format "
              + format.get()
              + ", this program reads up to format "
              + CURRENT
              + ": use a newer version of it",
          null);
    }
    boolean complete = Arrays.stream(ColumnFamily.values()).allMatch(database::has);
    if (format.isPresent() && complete) {
      return;
    }
    // Without a format this is a database that is not ours, or one whose creation was interrupted;
    // only the latter is empty.
    if (format.isPresent() || database.readOnly() || !isEmpty(database)) {
      throw new StoreFormatException("folder " + database.directory() + " holds no store", null);
    }
    database.createMissingFamilies();
    try (Batch batch = new Batch(database)) {
      batch.put(ColumnFamily.META, KEY, Codecs.META, (long) CURRENT);
      batch.writeSynced();
    }
  }

  private static Optional<Long> read(Database database) {
    if (!database.has(ColumnFamily.META)) {
      return Optional.empty();
    }
    try (View view = database.view()) {
      return view.get(ColumnFamily.META, KEY, Codecs.META);
    }
  }

  private static boolean isEmpty(Database database) throws RocksDBException {
    for (ColumnFamilyHandle handle : database.handles()) {
      try (RocksIterator iterator = database.rocks().newIterator(handle)) {
        iterator.seekToFirst();
        iterator.status();
        if (iterator.isValid()) {
          return false;
        }
      }
    }
    return true;
  }
}
