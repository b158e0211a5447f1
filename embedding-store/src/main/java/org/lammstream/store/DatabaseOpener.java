package org.lammstream.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Opens or makes a database; checks that it is ours and not newer before anything is changed, and
 * brings an older one up to date unless it is opened for reading only.
 */
final class DatabaseOpener {

  private static final int READ_ONLY_ATTEMPTS = 2000;

  /** So often in a row a writer does not hide the list of data files: then it is not there. */
  private static final int HIDDEN_ATTEMPTS = 100;

  private final Path directory;
  private final StoreFormat format;

  DatabaseOpener(Path directory) {
    this(directory, StoreFormat.STANDARD);
  }

  DatabaseOpener(Path directory, StoreFormat format) {
    this.format = format;
    this.directory = directory.toAbsolutePath().normalize();
    RocksDB.loadLibrary();
  }

  Database open() {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new StoreIoException("cannot make the folder of store " + directory, e);
    }
    boolean fresh = !StoreFiles.holdsDatabase(directory);
    if (fresh && !StoreFiles.isFresh(directory)) {
      throw noStore("is not empty and holds no store; nothing was changed: choose another folder");
    }
    return checked(openRocks(false, fresh));
  }

  /**
   * Opens for reading beside a writer. RocksDB first reads the list of data files and then the
   * files and the log; if the writer replaced some in between, it may fail or mix two moments, so
   * it is opened again.
   */
  Database openReadOnly() {
    int hidden = 0;
    for (int attempt = 0; attempt < READ_ONLY_ATTEMPTS; attempt++) {
      if (!StoreFiles.holdsDatabase(directory)) {
        throw noStore("holds no store");
      }
      Optional<String> before = StoreFiles.fingerprint(directory);
      try {
        Database database = openRocks(true, false);
        if (isUnchanged(before)) {
          return checked(database);
        }
        database.close();
      } catch (StoreIoException | StoreCorruptedException e) {
        if (isUnchanged(before)) {
          throw e;
        }
        // A writer that replaces the list of data files hides it for a moment, not every time.
        hidden += before.isEmpty() ? 1 : 0;
        if (hidden == HIDDEN_ATTEMPTS && hidden == attempt + 1) {
          throw e;
        }
      }
    }
    throw new StoreIoException(
        "store "
            + directory
            + " could not be opened for reading, because its writer replaces its files all the"
            + " time; nothing is damaged, try again",
        null);
  }

  private StoreException noStore(String what) {
    return StoreFiles.holdsDataFiles(directory)
        ? OpenFailure.list(directory, "there is no file CURRENT", null)
        : new StoreFormatException("folder " + directory + " " + what, null);
  }

  private boolean isUnchanged(Optional<String> before) {
    return before.isPresent() && before.equals(StoreFiles.fingerprint(directory));
  }

  private Database openRocks(boolean readOnly, boolean fresh) {
    NativeOptions options = new NativeOptions(readOnly);
    try {
      options.database().setCreateIfMissing(fresh);
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (byte[] name : fresh ? List.of(RocksDB.DEFAULT_COLUMN_FAMILY) : existing()) {
        families.add(new ColumnFamilyDescriptor(name, options.family()));
      }
      List<ColumnFamilyHandle> handles = new ArrayList<>();
      String path = directory.toString();
      RocksDB rocks =
          readOnly
              ? RocksDB.openReadOnly(options.database(), path, families, handles)
              : RocksDB.open(options.database(), path, families, handles);
      return new Database(directory, readOnly, rocks, handles, options);
    } catch (RocksDBException e) {
      options.close();
      throw OpenFailure.translate(directory, e);
    } catch (RuntimeException e) {
      options.close();
      throw e;
    }
  }

  private List<byte[]> existing() throws RocksDBException {
    try (Options options = new Options()) {
      List<byte[]> names = RocksDB.listColumnFamilies(options, directory.toString());
      if (names.isEmpty()) { // What RocksDB answers instead of an error.
        throw OpenFailure.list(directory, "no column family can be listed", null);
      }
      return names;
    }
  }

  private Database checked(Database database) {
    try {
      format.check(database);
      return database;
    } catch (RocksDBException e) {
      database.close();
      throw OpenFailure.translate(directory, e);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }
}
