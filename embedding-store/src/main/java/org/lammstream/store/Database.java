package org.lammstream.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** An open database with its column families and options; closes them in the right order. */
final class Database implements AutoCloseable {

  private final Path directory;
  private final boolean readOnly;
  private final RocksDB rocks;
  private final List<ColumnFamilyHandle> handles;
  private final Map<ColumnFamily, ColumnFamilyHandle> families;
  private final NativeOptions options;

  /** Takes ownership of everything given. */
  Database(
      Path directory,
      boolean readOnly,
      RocksDB rocks,
      List<ColumnFamilyHandle> handles,
      Map<ColumnFamily, ColumnFamilyHandle> families,
      NativeOptions options) {
    this.directory = directory;
    this.readOnly = readOnly;
    this.rocks = rocks;
    this.handles = handles;
    this.families = families;
    this.options = options;
  }

  Path directory() {
    return directory;
  }

  boolean readOnly() {
    return readOnly;
  }

  RocksDB rocks() {
    return rocks;
  }

  ColumnFamilyHandle handle(ColumnFamily family) {
    ColumnFamilyHandle handle = families.get(family);
    if (handle == null) {
      throw new IllegalStateException("column family " + family.familyName() + " is not open");
    }
    return handle;
  }

  View view() {
    return new View(this, readOnly ? null : rocks.getSnapshot());
  }

  /** Writes the batch whole or not at all. */
  void write(WriteBatch batch, boolean sync) {
    try {
      rocks.write(options.write(sync), batch);
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e, "writing to store " + directory);
    }
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    rocks.close();
    options.close();
  }
}
