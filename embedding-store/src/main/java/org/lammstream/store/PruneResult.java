package org.lammstream.store;

import java.util.List;

/**
 * What pruning removed, or would remove.
 *
 * @param pruned numbers of the versions that lost their embeddings now, ascending
 * @param kept numbers of the versions that still have theirs, ascending
 * @param classEntries how many class entries were removed; those that a kept version shares stay
 * @param bytesBefore size of the store's folder before
 * @param bytesAfter size of the store's folder afterwards; an estimate if nothing was changed
 */
public record PruneResult(
    List<Integer> pruned,
    List<Integer> kept,
    long classEntries,
    long bytesBefore,
    long bytesAfter) {

  /** Copies the lists. */
  public PruneResult {
    pruned = List.copyOf(pruned);
    kept = List.copyOf(kept);
  }
}
