package org.lammstream.store;

import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Walks through one column family in the order of its keys; reports read errors. */
final class Cursor implements AutoCloseable {

  private final ColumnFamily family;
  private final RocksIterator iterator;

  Cursor(ColumnFamily family, RocksIterator iterator) {
    this.family = family;
    this.iterator = iterator;
  }

  /** Moves to the first key that is not smaller; says whether there is one. */
  boolean seek(byte[] key) {
    iterator.seek(key);
    return valid();
  }

  boolean next() {
    iterator.next();
    return valid();
  }

  byte[] key() {
    return iterator.key();
  }

  byte[] value() {
    return iterator.value();
  }

  <T> T value(Codec<T> codec) {
    return codec.open(family, key(), value());
  }

  private boolean valid() {
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw RocksErrors.reading(e, family, Damage.NO_KEY);
    }
    return false;
  }

  @Override
  public void close() {
    iterator.close();
  }
}
