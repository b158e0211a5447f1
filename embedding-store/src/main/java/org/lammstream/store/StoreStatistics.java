package org.lammstream.store;

import java.util.Map;

/**
 * What a store takes and does now, cheap to find out. Bytes are bytes; everything that is no count
 * since the opening is of this moment.
 *
 * @param diskBytes size of all files of the store
 * @param outbox records that wait to be published
 * @param learners how many learners there are
 * @param blockCacheBytes memory of the block cache, which write buffers are charged to as well
 * @param blockCachePinnedBytes the part of it that is in use just now
 * @param memtableBytes memory of what is not yet in data files
 * @param tableReaderBytes memory of open data files outside the block cache, an estimate
 * @param dataFileBytes size of the live data files
 * @param pendingCompactionBytes what compaction has still to rewrite, an estimate
 * @param runningCompactions compactions under way
 * @param runningFlushes flushes under way
 * @param writesStopped whether writes wait for compaction or flush
 * @param backgroundErrors background errors since the opening
 * @param openSnapshots views that are open now
 * @param keys entries by column family, an estimate
 * @param counters counts since the opening by name, all of {@link StoreCounter}; empty for a store
 *     opened for reading only
 */
public record StoreStatistics(
    long diskBytes,
    long outbox,
    int learners,
    long blockCacheBytes,
    long blockCachePinnedBytes,
    long memtableBytes,
    long tableReaderBytes,
    long dataFileBytes,
    long pendingCompactionBytes,
    long runningCompactions,
    long runningFlushes,
    boolean writesStopped,
    long backgroundErrors,
    long openSnapshots,
    Map<String, Long> keys,
    Map<StoreCounter, Long> counters) {

  /** Copies the maps. */
  public StoreStatistics {
    keys = Map.copyOf(keys);
    counters = Map.copyOf(counters);
  }
}
