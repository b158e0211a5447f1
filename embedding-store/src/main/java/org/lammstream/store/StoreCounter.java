package org.lammstream.store;

/** What a store counts from its opening on. */
public enum StoreCounter {
  /** Blocks found in the cache. */
  BLOCK_CACHE_HITS,
  /** Blocks that had to be read from a file. */
  BLOCK_CACHE_MISSES,
  /** Bytes of keys and values written. */
  WRITTEN_BYTES,
  /** Bytes of values read, without those read by walking over a range. */
  READ_BYTES,
  /** Bytes written to the log. */
  LOG_BYTES,
  /** Synced writes of the log. */
  LOG_SYNCS,
  /** Bytes that flushes wrote into data files. */
  FLUSH_BYTES,
  /** Bytes that compaction read. */
  COMPACTION_READ_BYTES,
  /** Bytes that compaction wrote. */
  COMPACTION_WRITTEN_BYTES,
  /** Microseconds that writers waited because flush or compaction was behind. */
  STALL_MICROS
}
