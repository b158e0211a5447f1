package org.lammstream.manager.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.SequenceEntry;

/**
 * How much of a plan a store holds already.
 *
 * @param versions in order of their numbers
 * @param places place of each version's task in the plan
 */
record StoredPart(List<VersionSummary> versions, List<Integer> places) {
  StoredPart {
    versions = List.copyOf(versions);
    places = List.copyOf(places);
  }

  /** Place of the first task that is to be learned now. */
  int next() {
    return places.isEmpty() ? 0 : places.get(places.size() - 1) + 1;
  }

  /**
   * Looks at a store.
   *
   * @throws ReplayException if it holds anything else than a beginning of this plan
   */
  static StoredPart of(EmbeddingStore store, ReplayPlan plan, String checkpointSha256) {
    Set<String> others = new java.util.TreeSet<>(store.learners());
    others.remove(plan.learner());
    if (!others.isEmpty()) {
      throw new ReplayException(
          "%s holds another learner, '%s'; choose another --output"
              .formatted(store.directory(), others.iterator().next()));
    }
    List<VersionSummary> versions =
        store.versions(plan.learner()).stream()
            .sorted(Comparator.comparingInt(VersionSummary::number))
            .toList();
    Map<Integer, Map<String, String>> settings = new HashMap<>();
    versions.forEach(one -> settings.put(one.number(), one.provenance().configuration()));
    List<Integer> places = new ArrayList<>();
    int at = 0;
    for (VersionSummary version : versions) {
      String eventId = version.provenance().eventId();
      // What was refused then, and no version is known of, was refused here and passed over.
      while (at < plan.tasks().size()
          && !plan.tasks().get(at).eventId().equals(eventId)
          && plan.original(plan.tasks().get(at)).isEmpty()) {
        at++;
      }
      Optional<Map<String, String>> before =
          Optional.ofNullable(settings.get(version.parent().orElse(0)));
      Optional<String> different = difference(version, before, plan, at, checkpointSha256);
      if (different.isPresent()) {
        throw new ReplayException(
            "%s holds something else than the beginning of this replay: version %d (task '%s') %s; choose another --output, or delete it to begin anew"
                .formatted(store.directory(), version.number(), version.task(), different.get()));
      }
      places.add(at++);
    }
    return new StoredPart(versions, places);
  }

  private static Optional<String> difference(
      VersionSummary version,
      Optional<Map<String, String>> before,
      ReplayPlan plan,
      int place,
      String checkpointSha256) {
    if (place >= plan.tasks().size()) {
      return Optional.of("is of a task that this replay does not come to");
    }
    SequenceEntry task = plan.tasks().get(place);
    Provenance made = version.provenance();
    SourcePosition position = plan.position(place);
    if (!made.eventId().equals(task.eventId())) {
      return Optional.of("is not of task '%s', which comes here".formatted(task.task()));
    }
    if (!made.checkpointSha256().equals(checkpointSha256)) {
      return Optional.of("was made with checkpoint " + made.checkpointName());
    }
    if (!LearnerConfiguration.recorded(made.configuration())
            .equals(LearnerConfiguration.recorded(plan.configuration(task, before)))
        || made.seed() != plan.seed(task)) {
      return Optional.of("was learned with other settings or another seed");
    }
    if (!made.topic().equals(position.partition().topic()) || made.offset() != position.offset()) {
      return Optional.of(
          "was read at %s@%d, not at %s".formatted(made.topic(), made.offset(), position));
    }
    return Optional.empty();
  }
}
