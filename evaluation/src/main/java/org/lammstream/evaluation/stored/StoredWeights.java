package org.lammstream.evaluation.stored;

import java.util.Optional;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.stored.WeightsCache.Part;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/** Class weights of stored versions, from the cache where they are. As thread-safe as its parts. */
final class StoredWeights {
  private final Versions store;
  private final WeightsCache cache;

  /** Where versions are read. */
  @FunctionalInterface
  interface Versions {
    /**
     * One whole version.
     *
     * @throws PrunedVersionException if it has lost its embeddings
     */
    Version read(String learner, int number);
  }

  StoredWeights(Versions store, WeightsCache cache) {
    this.store = store;
    this.cache = cache;
  }

  /**
   * Those of a version; empty if it is pruned.
   *
   * @param version as the store knows it now: one that it calls pruned is not looked for
   * @param dimension of the image features
   */
  Optional<ClassWeights> of(VersionSummary version, Part part, int dimension) {
    if (version.prunedAt().isPresent()) {
      return Optional.empty();
    }
    Optional<ClassWeights> kept = cache.get(version, part);
    if (kept.isPresent()) {
      return kept;
    }
    Optional<ClassWeights> read =
        whole(version)
            .map(
                known ->
                    switch (part) {
                      case TEXT -> VersionWeights.text(known.classes(), dimension);
                      case WHOLE -> VersionWeights.of(known, dimension);
                    });
    read.ifPresent(weights -> cache.offer(version, part, weights));
    return read;
  }

  /** The whole version; empty if it was pruned, be it since it was summed up. */
  Optional<Version> whole(VersionSummary version) {
    if (version.prunedAt().isPresent()) {
      return Optional.empty();
    }
    try {
      return Optional.of(store.read(version.learner(), version.number()));
    } catch (PrunedVersionException e) {
      return Optional.empty();
    }
  }
}
