package org.lammstream.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Collects sealed values, to be written whole or not at all. */
final class Batch implements AutoCloseable {

  private final Database database;
  private final WriteBatch batch = new WriteBatch();

  Batch(Database database) {
    this.database = database;
  }

  <T> void put(ColumnFamily family, byte[] key, Codec<T> codec, T value) {
    try {
      batch.put(database.handle(family), key, codec.seal(family, key, value));
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e, family.locate(key));
    }
  }

  void delete(ColumnFamily family, byte[] key) {
    try {
      batch.delete(database.handle(family), key);
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e, family.locate(key));
    }
  }

  long bytes() {
    return batch.getDataSize();
  }

  /** Returns when the batch is on disk. */
  void writeSynced() {
    database.write(batch, true);
  }

  /** Returns when the batch survives the end of the process, but not yet a power failure. */
  void write() {
    database.write(batch, false);
  }

  @Override
  public void close() {
    batch.close();
  }
}
