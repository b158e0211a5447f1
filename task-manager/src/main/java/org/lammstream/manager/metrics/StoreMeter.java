package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.counter;
import static org.lammstream.manager.metrics.MeterSpec.gauge;

import java.util.function.ToDoubleFunction;
import org.lammstream.store.StoreCounter;
import org.lammstream.store.StoreStatistics;

/** The store and RocksDB under it, each with the place where its value stands. */
enum StoreMeter implements Described {
  DISK(gauge("lamm.store.disk", "bytes", "All files of the store."), StoreStatistics::diskBytes),
  OUTBOX(
      gauge(
          "lamm.store.outbox",
          "records",
          "Results and dead letters that are durable but not yet published."),
      StoreStatistics::outbox),
  DATA_FILES(
      gauge("lamm.store.data.files", "bytes", "Live data files."), StoreStatistics::dataFileBytes),
  BLOCK_CACHE(
      gauge(
          "lamm.store.block.cache",
          "bytes",
          "Memory of the block cache, write buffers charged to it included."),
      StoreStatistics::blockCacheBytes),
  BLOCK_CACHE_PINNED(
      gauge(
          "lamm.store.block.cache.pinned",
          "bytes",
          "The part of the block cache that is in use just now."),
      StoreStatistics::blockCachePinnedBytes),
  MEMTABLES(
      gauge("lamm.store.memtables", "bytes", "Memory of what is not yet in data files."),
      StoreStatistics::memtableBytes),
  TABLE_READERS(
      gauge(
          "lamm.store.table.readers",
          "bytes",
          "Memory of open data files outside the block cache, an estimate."),
      StoreStatistics::tableReaderBytes),
  COMPACTION_PENDING(
      gauge(
          "lamm.store.compaction.pending",
          "bytes",
          "What compaction has still to rewrite, an estimate."),
      StoreStatistics::pendingCompactionBytes),
  COMPACTIONS(
      gauge("lamm.store.compactions.running", "", "Compactions under way."),
      StoreStatistics::runningCompactions),
  FLUSHES(
      gauge("lamm.store.flushes.running", "", "Flushes under way."),
      StoreStatistics::runningFlushes),
  WRITES_STOPPED(
      gauge(
          "lamm.store.writes.stopped", "", "1 while writes wait for compaction or flush, else 0."),
      statistics -> statistics.writesStopped() ? 1 : 0),
  SNAPSHOTS(
      gauge(
          "lamm.store.snapshots",
          "",
          "Views of the store that are open, the one for these metrics included."),
      StoreStatistics::openSnapshots),
  BACKGROUND_ERRORS(
      counter("lamm.store.background.errors", "", "Background errors since the opening."),
      StoreStatistics::backgroundErrors),
  CACHE_HITS(
      counter("lamm.store.block.cache.hits", "", "Blocks found in the cache."),
      count(StoreCounter.BLOCK_CACHE_HITS)),
  CACHE_MISSES(
      counter("lamm.store.block.cache.misses", "", "Blocks read from a file."),
      count(StoreCounter.BLOCK_CACHE_MISSES)),
  WRITTEN(
      counter("lamm.store.written", "bytes", "Keys and values written."),
      count(StoreCounter.WRITTEN_BYTES)),
  READ(
      counter(
          "lamm.store.read", "bytes", "Values read, without those read by walking over a range."),
      count(StoreCounter.READ_BYTES)),
  LOG_WRITTEN(
      counter("lamm.store.log", "bytes", "Written to the log."), count(StoreCounter.LOG_BYTES)),
  LOG_SYNCS(
      counter("lamm.store.log.syncs", "", "Synced writes of the log; every commit is one."),
      count(StoreCounter.LOG_SYNCS)),
  FLUSHED(
      counter("lamm.store.flush", "bytes", "Written into data files by flushes."),
      count(StoreCounter.FLUSH_BYTES)),
  COMPACTION_READ(
      counter("lamm.store.compaction.read", "bytes", "Read by compaction."),
      count(StoreCounter.COMPACTION_READ_BYTES)),
  COMPACTION_WRITTEN(
      counter("lamm.store.compaction.written", "bytes", "Written by compaction."),
      count(StoreCounter.COMPACTION_WRITTEN_BYTES)),
  STALLED(
      counter(
          "lamm.store.stall",
          "seconds",
          "Time that writers waited because flush or compaction was behind."),
      count(StoreCounter.STALL_MICROS, 1e-6));

  /** Entries of every column family; has a tag, so it is registered apart. */
  static final MeterSpec KEYS =
      gauge("lamm.store.keys", "", "Entries of a column family, an estimate.", "family");

  /** Whether the store answers at all; that cannot stand in what it answers. */
  static final MeterSpec OPEN = gauge("lamm.store.open", "", "1 while the store answers, else 0.");

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  @SuppressWarnings("ImmutableEnumChecker") // functions without state, the checker cannot know
  private final ToDoubleFunction<StoreStatistics> value;

  StoreMeter(MeterSpec spec, ToDoubleFunction<StoreStatistics> value) {
    this.spec = spec;
    this.value = value;
  }

  private static ToDoubleFunction<StoreStatistics> count(StoreCounter counter) {
    return count(counter, 1);
  }

  /** A store opened for reading only counts nothing. */
  private static ToDoubleFunction<StoreStatistics> count(StoreCounter counter, double factor) {
    return statistics -> factor * statistics.counters().getOrDefault(counter, 0L);
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }

  /** The value of this meter in what the store says. */
  double value(StoreStatistics statistics) {
    return value.applyAsDouble(statistics);
  }
}
