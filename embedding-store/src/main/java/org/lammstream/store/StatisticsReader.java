package org.lammstream.store;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.Statistics;
import org.rocksdb.TickerType;

/** Asks RocksDB for its properties and counters, and the views for the rest. */
final class StatisticsReader {

  private final Database database;

  StatisticsReader(Database database) {
    this.database = database;
  }

  StoreStatistics read() {
    try (View view = database.view()) {
      StoreReader reader = new StoreReader(view);
      return new StoreStatistics(
          StoreFiles.bytes(database.directory()),
          reader.outboxSize(),
          reader.learners().size(),
          one("rocksdb.block-cache-usage"),
          one("rocksdb.block-cache-pinned-usage"),
          sum("rocksdb.size-all-mem-tables"),
          sum("rocksdb.estimate-table-readers-mem"),
          sum("rocksdb.live-sst-files-size"),
          sum("rocksdb.estimate-pending-compaction-bytes"),
          one("rocksdb.num-running-compactions"),
          one("rocksdb.num-running-flushes"),
          one("rocksdb.is-write-stopped") != 0,
          one("rocksdb.background-errors"),
          one("rocksdb.num-snapshots"),
          keys(),
          counters());
    } catch (RocksDBException e) {
      throw RocksErrors.translate(e, "statistics of store " + database.directory());
    }
  }

  /** Of the database, or of what all column families share. */
  private long one(String property) throws RocksDBException {
    return database.rocks().getLongProperty(property);
  }

  private long sum(String property) throws RocksDBException {
    return database.rocks().getAggregatedLongProperty(property);
  }

  private Map<String, Long> keys() throws RocksDBException {
    Map<String, Long> keys = new HashMap<>();
    for (ColumnFamily family : ColumnFamily.values()) {
      if (database.has(family)) {
        long estimate =
            database.rocks().getLongProperty(database.handle(family), "rocksdb.estimate-num-keys");
        keys.put(family.familyName(), estimate);
      }
    }
    return keys;
  }

  private Map<StoreCounter, Long> counters() {
    Map<StoreCounter, Long> counts = new EnumMap<>(StoreCounter.class);
    Optional<Statistics> statistics = database.statistics();
    if (statistics.isPresent()) {
      for (StoreCounter counter : StoreCounter.values()) {
        counts.put(counter, statistics.get().getTickerCount(ticker(counter)));
      }
    }
    return counts;
  }

  private static TickerType ticker(StoreCounter counter) {
    return switch (counter) {
      case BLOCK_CACHE_HITS -> TickerType.BLOCK_CACHE_HIT;
      case BLOCK_CACHE_MISSES -> TickerType.BLOCK_CACHE_MISS;
      case WRITTEN_BYTES -> TickerType.BYTES_WRITTEN;
      case READ_BYTES -> TickerType.BYTES_READ;
      case LOG_BYTES -> TickerType.WAL_FILE_BYTES;
      case LOG_SYNCS -> TickerType.WAL_FILE_SYNCED;
      case FLUSH_BYTES -> TickerType.FLUSH_WRITE_BYTES;
      case COMPACTION_READ_BYTES -> TickerType.COMPACT_READ_BYTES;
      case COMPACTION_WRITTEN_BYTES -> TickerType.COMPACT_WRITE_BYTES;
      case STALL_MICROS -> TickerType.STALL_MICROS;
    };
  }
}
