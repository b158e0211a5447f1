package org.lammstream.store;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What a store remembers of the images that its versions have learned from: their digests with the
 * versions, and their features in the cache. Thread-safe; lives as long as its store.
 */
public final class LearnedImages {
  private final EmbeddingStore store;

  LearnedImages(EmbeddingStore store) {
    this.store = store;
  }

  /**
   * Examples of a version's task and of the tasks it goes back to, by version; versions that
   * remember none are left out.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public SortedMap<Integer, List<LearnedExample>> examples(String learner, int number) {
    return store.read(reader -> reader.examples(learner, number));
  }

  /** Tells of all examples that versions of whatever learner remember. */
  public void visit(ExampleVisitor visitor) {
    store.reading(view -> new StoreReader(view).eachExample(visitor));
  }

  /**
   * Removes features from the cache, synced, and from the data files.
   *
   * @param keys those that are not there are passed over
   * @return how many were there
   */
  public int removeFeatures(Collection<FeatureKey> keys) {
    List<FeatureKey> there =
        keys.stream().distinct().filter(key -> store.feature(key).isPresent()).toList();
    store.change(
        (view, batch) ->
            there.forEach(key -> batch.delete(ColumnFamily.FEATURES, Keys.feature(key))));
    Set<String> checkpoints = new TreeSet<>();
    there.forEach(key -> checkpoints.add(key.checkpointSha256()));
    checkpoints.forEach(name -> store.giveSpaceBack(ColumnFamily.FEATURES, Keys.learner(name)));
    return there.size();
  }
}
