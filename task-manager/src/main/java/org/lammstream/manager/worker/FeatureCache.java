package org.lammstream.manager.worker;

import java.util.Map;
import java.util.Optional;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;

/** Image features that were computed before. Used on the training thread. */
public interface FeatureCache {
  /** A feature; the array is the caller's. */
  Optional<float[]> feature(FeatureKey key);

  /** Adds features, which the encoder has just made. */
  void put(Map<FeatureKey, float[]> features);

  /** The cache in a store, which stays open as long as the cache is used. */
  static FeatureCache in(EmbeddingStore store) {
    return new FeatureCache() {
      @Override
      public Optional<float[]> feature(FeatureKey key) {
        return store.feature(key);
      }

      @Override
      public void put(Map<FeatureKey, float[]> features) {
        store.putFeatures(features);
      }
    };
  }
}
