package org.lammstream.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.Snapshot;

/** The database at one moment: later commits do not show. Used by one thread. */
final class View implements AutoCloseable {

  private final Database database;
  private final @Nullable Snapshot snapshot;
  private final ReadOptions options = new ReadOptions();

  /** A view of a read-only database needs no snapshot, for nothing changes under it. */
  View(Database database, @Nullable Snapshot snapshot) {
    this.database = database;
    this.snapshot = snapshot;
    if (snapshot != null) {
      options.setSnapshot(snapshot);
    }
  }

  /** A scan of everything should not drive the useful blocks out of the cache. */
  View withoutCache() {
    options.setFillCache(false);
    return this;
  }

  /**
   * Whether there is such a family; stores of older formats that are read as they are lack some.
   */
  boolean hasFamily(ColumnFamily family) {
    return database.has(family);
  }

  boolean has(ColumnFamily family, byte[] key) {
    return raw(family, key) != null;
  }

  /** Bytes of a key and its value; 0 if it is not there. */
  long size(ColumnFamily family, byte[] key) {
    byte[] value = raw(family, key);
    return value == null ? 0 : key.length + value.length;
  }

  <T> Optional<T> get(ColumnFamily family, byte[] key, Codec<T> codec) {
    byte[] value = raw(family, key);
    return value == null ? Optional.empty() : Optional.of(codec.open(family, key, value));
  }

  Cursor cursor(ColumnFamily family) {
    return new Cursor(family, database.rocks().newIterator(database.handle(family), options));
  }

  byte @Nullable [] raw(ColumnFamily family, byte[] key) {
    if (!database.has(family)) {
      return null; // An older format, open for reading only.
    }
    try {
      return database.rocks().get(database.handle(family), options, key);
    } catch (RocksDBException e) {
      throw RocksErrors.reading(e, family, key);
    }
  }

  @Override
  public void close() {
    options.close();
    if (snapshot != null) {
      database.rocks().releaseSnapshot(snapshot);
    }
  }
}
