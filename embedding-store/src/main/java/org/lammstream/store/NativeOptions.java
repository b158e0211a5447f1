package org.lammstream.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Optional;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.HistogramType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Statistics;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;
import org.rocksdb.util.StdErrLogger;

/**
 * Owns every native option of one database: they must outlive it. All column families share one
 * block cache; write buffers, index and filter blocks are charged to it, so that the cache's size
 * bounds the native memory (a single commit larger than that still passes).
 */
final class NativeOptions implements AutoCloseable {

  private static final long MIB = 1024L * 1024;
  private static final long CACHE_BYTES = 64 * MIB;
  private static final long WRITE_BUFFER_BYTES = 32 * MIB;
  private static final int KEEP_FILES_OPEN = -1;

  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final DBOptions database;
  private final ColumnFamilyOptions family;
  private final WriteOptions synced;
  private final WriteOptions unsynced;
  private final Optional<Statistics> statistics;

  NativeOptions(boolean readOnly) {
    Cache cache = own(new LRUCache(CACHE_BYTES));
    WriteBufferManager buffers = own(new WriteBufferManager(WRITE_BUFFER_BYTES, cache));
    BloomFilter filter = own(new BloomFilter(10));
    family =
        own(new ColumnFamilyOptions())
            .setWriteBufferSize(8 * MIB)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(
                new BlockBasedTableConfig()
                    .setBlockCache(cache)
                    .setCacheIndexAndFilterBlocks(true)
                    .setPinL0FilterAndIndexBlocksInCache(true)
                    .setBlockSize(16 * 1024)
                    .setFilterPolicy(filter));
    // A torn last record is what a crash leaves, it was never acknowledged. Any other damage of the
    // log must be reported: the default mode would silently drop every commit behind it.
    database =
        own(new DBOptions())
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setWriteBufferManager(buffers)
            .setMaxTotalWalSize(64 * MIB)
            .setMaxBackgroundJobs(2)
            .setMaxOpenFiles(readOnly ? KEEP_FILES_OPEN : 256)
            .setStatsDumpPeriodSec(0)
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setMaxLogFileSize(MIB)
            .setKeepLogFileNum(2);
    if (readOnly) {
      statistics = Optional.empty();
      // Otherwise a reader would roll the writer's info log over.
      database.setLogger(own(new StdErrLogger(InfoLogLevel.FATAL_LEVEL)));
    } else {
      // Counters only: histograms would look at the clock with every call.
      statistics = Optional.of(own(new Statistics(EnumSet.allOf(HistogramType.class))));
      database.setStatistics(statistics.get());
    }
    synced = own(new WriteOptions()).setSync(true);
    unsynced = own(new WriteOptions()).setSync(false);
  }

  DBOptions database() {
    return database;
  }

  ColumnFamilyOptions family() {
    return family;
  }

  WriteOptions write(boolean sync) {
    return sync ? synced : unsynced;
  }

  Optional<Statistics> statistics() {
    return statistics;
  }

  private <T extends AutoCloseable> T own(T object) {
    owned.push(object);
    return object;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        throw new IllegalStateException("native objects close without exceptions", e);
      }
    }
  }
}
