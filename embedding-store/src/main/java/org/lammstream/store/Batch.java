package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** Collects sealed values, to be written whole or not at all. */
final class Batch implements AutoCloseable {

  private static final byte[] NOT_HELD = new byte[0];

  private final Database database;
  private final WriteBatch batch = new WriteBatch();
  private final List<ChangedValue> changed = new ArrayList<>();

  Batch(Database database) {
    this.database = database;
  }

  <T> void put(ColumnFamily family, byte[] key, Codec<T> codec, T value) {
    putSealed(family, key, codec.seal(family, key, value));
  }

  void putSealed(ColumnFamily family, byte[] key, byte[] value) {
    try {
      batch.put(database.handle(family), key, value);
      // Of most only the place is of use later; held, a large version would take its size again.
      byte[] held = family == ColumnFamily.LEARNERS ? value : NOT_HELD;
      changed.add(ChangedValue.of(family, key, held));
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

  /** What was put so far; only learners' records with their values. */
  List<ChangedValue> changed() {
    return List.copyOf(changed);
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
