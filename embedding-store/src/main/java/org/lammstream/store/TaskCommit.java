package org.lammstream.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * Everything that one source record changes; it is written whole or not at all.
 *
 * @param version the new version, if the task made one
 * @param appliedEvent the event that is settled, if it has an id
 * @param position where the record stands in its source, and where a restart begins
 * @param outbox records to publish, in order
 * @param aliases aliases of the new version's learner to set, each to a version that exists with
 *     this commit; needs a version
 * @param features image features for the cache; the arrays must not be modified afterwards
 */
public record TaskCommit(
    Optional<NewVersion> version,
    Optional<AppliedEvent> appliedEvent,
    SourcePosition position,
    List<OutgoingRecord> outbox,
    Map<String, Integer> aliases,
    Map<FeatureKey, float[]> features) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException for aliases without a version, or an event of another learner
   *     than the version's
   */
  public TaskCommit {
    outbox = List.copyOf(outbox);
    aliases = Map.copyOf(aliases);
    features = Map.copyOf(features);
    if (version.isEmpty() && !aliases.isEmpty()) {
      throw new IllegalArgumentException("aliases need the version whose learner they belong to");
    }
    if (version.isPresent()
        && appliedEvent.isPresent()
        && !appliedEvent.get().learner().equals(version.get().version().learner())) {
      throw new IllegalArgumentException(
          "event of learner \""
              + appliedEvent.get().learner()
              + "\" cannot make a version of learner \""
              + version.get().version().learner()
              + "\"");
    }
  }
}
