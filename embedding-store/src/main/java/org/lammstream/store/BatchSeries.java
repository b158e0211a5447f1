package org.lammstream.store;

/** Any number of changes, written synced in batches of limited size, in their order. */
final class BatchSeries implements AutoCloseable {

  private final Database database;
  private final CommitProbe probe;
  private final int limit;
  private Batch batch;
  private int changes;

  /**
   * A series that bounds the memory it needs.
   *
   * @param limit changes that are written together
   */
  BatchSeries(Database database, CommitProbe probe, int limit) {
    this.database = database;
    this.probe = probe;
    this.limit = limit;
    this.batch = new Batch(database);
  }

  <T> void put(ColumnFamily family, byte[] key, Codec<T> codec, T value) {
    batch.put(family, key, codec, value);
    added();
  }

  void delete(ColumnFamily family, byte[] key) {
    batch.delete(family, key);
    added();
  }

  /** Writes what was not written yet; without it, closing forgets that. */
  void write() {
    if (changes == 0) {
      return;
    }
    probe.beforeWrite();
    batch.writeSynced();
    probe.afterWrite();
    batch.close();
    batch = new Batch(database);
    changes = 0;
  }

  private void added() {
    changes++;
    if (changes == limit) {
      write();
    }
  }

  @Override
  public void close() {
    batch.close();
  }
}
