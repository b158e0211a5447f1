package org.lammstream.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.WriteBatch;

/** An open database with its column families and options; closes them in the right order. */
final class Database implements AutoCloseable {

  private final Path directory;
  private final boolean readOnly;
  private final RocksDB rocks;
  private final List<ColumnFamilyHandle> handles;
  private final NativeOptions options;
  private final Map<ColumnFamily, ColumnFamilyHandle> families = new EnumMap<>(ColumnFamily.class);

  /** Takes ownership of everything given. */
  Database(
      Path directory,
      boolean readOnly,
      RocksDB rocks,
      List<ColumnFamilyHandle> handles,
      NativeOptions options)
      throws RocksDBException {
    this.directory = directory;
    this.readOnly = readOnly;
    this.rocks = rocks;
    this.handles = new ArrayList<>(handles);
    this.options = options;
    for (ColumnFamilyHandle handle : handles) {
      register(handle);
    }
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

  /** All column families, those of other programs too. */
  List<ColumnFamilyHandle> handles() {
    return handles;
  }

  boolean has(ColumnFamily family) {
    return families.containsKey(family);
  }

  ColumnFamilyHandle handle(ColumnFamily family) {
    ColumnFamilyHandle handle = families.get(family);
    if (handle == null) {
      throw new IllegalStateException("column family " + family.familyName() + " is not open");
    }
    return handle;
  }

  /** Makes those of a format that are not there. */
  void createMissingFamilies(long format) throws RocksDBException {
    List<ColumnFamilyDescriptor> missing = new ArrayList<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      if (family.since() <= format && !has(family)) {
        byte[] name = family.familyName().getBytes(StandardCharsets.UTF_8);
        missing.add(new ColumnFamilyDescriptor(name, options.family()));
      }
    }
    for (ColumnFamilyHandle handle : rocks.createColumnFamilies(missing)) {
      handles.add(handle);
      register(handle);
    }
  }

  /** What RocksDB counts; empty for a database opened for reading only. */
  Optional<Statistics> statistics() {
    return options.statistics();
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

  /**
   * Moves everything from the log into data files and rewrites those that hold keys with this
   * prefix, so that what was deleted no longer takes space. Data that a view still shows stays
   * until RocksDB next compacts.
   */
  void compact(Set<ColumnFamily> families, byte[] prefix) {
    byte[] end = Arrays.copyOf(prefix, prefix.length + Long.BYTES + 1);
    Arrays.fill(end, prefix.length, end.length, (byte) 0xFF);
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true);
        CompactRangeOptions whole =
            new CompactRangeOptions()
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)
                .setExclusiveManualCompaction(false)) {
      rocks.flush(flush, handles);
      for (ColumnFamily family : families) {
        rocks.compactRange(handle(family), prefix, end, whole);
      }
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e, "giving space back in store " + directory);
    }
  }

  private void register(ColumnFamilyHandle handle) throws RocksDBException {
    String name = new String(handle.getName(), StandardCharsets.UTF_8);
    ColumnFamily.byName(name).ifPresent(family -> families.put(family, handle));
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    rocks.close();
    options.close();
  }
}
