package org.lammstream.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A store's database without our rules, to damage it. */
final class RawStore implements AutoCloseable {

  private final DBOptions options;
  private final List<ColumnFamilyHandle> handles = new ArrayList<>();
  private final RocksDB rocks;

  RawStore(Path directory) throws RocksDBException {
    RocksDB.loadLibrary();
    options = new DBOptions().setCreateIfMissing(true).setCreateMissingColumnFamilies(true);
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options listing = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(listing, directory.toString())) {
        families.add(new ColumnFamilyDescriptor(name));
      }
    }
    rocks = RocksDB.open(options, directory.toString(), families, handles);
  }

  byte[] get(ColumnFamily family, byte[] key) throws RocksDBException {
    byte[] value = rocks.get(handle(family.familyName()), key);
    if (value == null) {
      throw new IllegalArgumentException(family.locate(key) + " is not there");
    }
    return value;
  }

  void put(ColumnFamily family, byte[] key, byte[] value) throws RocksDBException {
    rocks.put(handle(family.familyName()), key, value);
  }

  void delete(ColumnFamily family, byte[] key) throws RocksDBException {
    rocks.delete(handle(family.familyName()), key);
  }

  void addFamily(String name) throws RocksDBException {
    handles.add(
        rocks.createColumnFamily(
            new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8))));
  }

  /** Moves everything of a column family into a data file. */
  void flush(ColumnFamily family) throws RocksDBException {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      rocks.flush(flush, handle(family.familyName()));
    }
  }

  private ColumnFamilyHandle handle(String name) throws RocksDBException {
    for (ColumnFamilyHandle handle : handles) {
      if (new String(handle.getName(), StandardCharsets.UTF_8).equals(name)) {
        return handle;
      }
    }
    throw new IllegalArgumentException(name);
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    rocks.close();
    options.close();
  }
}
