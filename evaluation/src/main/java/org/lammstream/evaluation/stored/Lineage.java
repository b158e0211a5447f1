package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;

/** The versions that one version goes back to, itself included. */
final class Lineage {
  private Lineage() {}

  /**
   * Its versions from the first.
   *
   * @throws BrokenHistoryException when the store lacks one
   */
  static List<VersionSummary> of(EmbeddingStore store, String learner, int last) {
    Map<Integer, VersionSummary> byNumber = byNumber(store, learner);
    List<VersionSummary> chain = new ArrayList<>();
    OptionalInt number = OptionalInt.of(last);
    while (number.isPresent()) {
      VersionSummary version = byNumber.get(number.getAsInt());
      if (version == null) {
        throw new BrokenHistoryException(
            "learner '%s' has no version %d".formatted(learner, number.getAsInt()));
      }
      chain.add(version);
      number = version.parent();
    }
    Collections.reverse(chain);
    return List.copyOf(chain);
  }

  /** All versions of a learner. */
  static Map<Integer, VersionSummary> byNumber(EmbeddingStore store, String learner) {
    return store.versions(learner).stream()
        .collect(Collectors.toMap(VersionSummary::number, Function.identity()));
  }

  /** Of a version that is not stored yet. */
  static VersionSummary summary(Version version, boolean promptedTests) {
    return new VersionSummary(
        version.learner(),
        version.number(),
        version.parent(),
        version.createdAt(),
        version.task(),
        version.newClasses(),
        version.classes().size(),
        0,
        version.provenance(),
        version.seconds(),
        version.embeddingsSha256(),
        Optional.empty(),
        version.forgetting(),
        promptedTests);
  }
}
