package org.lammstream.evaluation.stored;

import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.head.FeatureMap;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/**
 * Class weights of versions, so that a history that is measured after every task reads each of its
 * versions once. A history is read from its first version to its last again and again: were each
 * version read to push out the one used longest ago, none would be left by the time it is asked for
 * as soon as all do not fit. So only new versions push out others, and the rest that does not fit
 * is read each time. Versions never change, so what is kept is never wrong; whether a version still
 * counts is for the store to say. Bounded by the numbers it holds; thread-safe.
 */
public final class WeightsCache {
  /** Numbers in the cache of a worker, 64 MB of them. */
  public static final long OF_A_WORKER = 16_000_000;

  private final long capacity;
  private final Map<Key, ClassWeights> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long numbers;

  /** What is kept of a version. */
  enum Part {
    /** Its text features alone. */
    TEXT,
    /** All that it scores with. */
    WHOLE
  }

  private record Key(
      String learner, int number, Instant createdAt, String embeddingsSha256, Part part) {}

  /**
   * An empty cache.
   *
   * @param capacity floats that it may hold, 4 bytes each; 0 keeps nothing
   */
  public WeightsCache(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Keeps the text features of a version that was just stored, in the place of those used longest
   * ago if there is no other.
   *
   * @param weights with which it scores
   */
  public void add(Version version, ClassWeights weights) {
    put(
        new Key(
            version.learner(),
            version.number(),
            version.createdAt(),
            version.embeddingsSha256(),
            Part.TEXT),
        weights.textAlone());
  }

  synchronized Optional<ClassWeights> get(VersionSummary version, Part part) {
    return Optional.ofNullable(entries.get(key(version, part)));
  }

  /** Keeps what was read of a version if there is room. */
  synchronized void offer(VersionSummary version, Part part, ClassWeights weights) {
    Key key = key(version, part);
    if (!entries.containsKey(key) && numbers + size(weights) <= capacity) {
      put(key, weights);
    }
  }

  private synchronized void put(Key key, ClassWeights weights) {
    ClassWeights before = entries.remove(key);
    numbers -= before == null ? 0 : size(before);
    if (size(weights) > capacity) {
      return; // it would push out all others and still find no room
    }
    entries.put(key, weights);
    numbers += size(weights);
    Iterator<ClassWeights> oldest = entries.values().iterator();
    while (numbers > capacity) {
      numbers -= size(oldest.next());
      oldest.remove();
    }
  }

  /** Floats that it holds. */
  synchronized long size() {
    return numbers;
  }

  private static long size(ClassWeights weights) {
    long own = (long) weights.values().length + weights.biases().length;
    long text = weights.isTextAlone() ? 0 : weights.text().length;
    long matrix =
        weights.space().expansion().map(FeatureMap.Expansion::weights).map(m -> m.length).orElse(0);
    return own + text + matrix;
  }

  private static Key key(VersionSummary version, Part part) {
    return new Key(
        version.learner(), version.number(), version.createdAt(), version.embeddingsSha256(), part);
  }
}
