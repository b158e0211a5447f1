package org.lammstream.manager.cli.versions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.zip.CRC32C;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A store's values behind the store's back, to damage them. */
final class RawValues {

  private RawValues() {}

  /** Replaces the first value of a column family by what the function makes of key and value. */
  static void change(Path store, String family, BinaryOperator<byte[]> change)
      throws RocksDBException {
    RocksDB.loadLibrary();
    List<ColumnFamilyDescriptor> families = new ArrayList<>();
    try (Options listing = new Options()) {
      for (byte[] name : RocksDB.listColumnFamilies(listing, store.toString())) {
        families.add(new ColumnFamilyDescriptor(name));
      }
    }
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try (DBOptions options = new DBOptions();
        RocksDB rocks = RocksDB.open(options, store.toString(), families, handles)) {
      for (ColumnFamilyHandle handle : handles) {
        if (new String(handle.getName(), UTF_8).equals(family)) {
          changeFirst(rocks, handle, change);
        }
        handle.close();
      }
    }
  }

  private static void changeFirst(
      RocksDB rocks, ColumnFamilyHandle handle, BinaryOperator<byte[]> change)
      throws RocksDBException {
    byte[] key;
    byte[] value;
    try (RocksIterator iterator = rocks.newIterator(handle)) {
      iterator.seekToFirst();
      key = iterator.key();
      value = iterator.value();
    }
    rocks.put(handle, key, change.apply(key, value));
  }

  /** A value with its last byte replaced and its checksum made right again. */
  static byte[] resealed(String family, byte[] key, byte[] value, int last) {
    byte[] changed = value.clone();
    changed[changed.length - 1] = (byte) last;
    CRC32C crc = new CRC32C();
    crc.update(family.getBytes(UTF_8));
    crc.update(key);
    crc.update(changed[0]);
    crc.update(changed, 5, changed.length - 5);
    java.nio.ByteBuffer.wrap(changed).putInt(1, (int) crc.getValue());
    return changed;
  }
}
