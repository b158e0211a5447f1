package org.lammstream.manager.survive;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreFormatException;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.topic.Topics;

/**
 * What a store holds that must not depend on what became of its worker.
 *
 * @param versions of each learner: number, parent, task, event, offset, seed, digest
 * @param cells of each learner's accuracy matrix, as counts
 * @param next offset of the task topic
 * @param waiting records in the outbox
 */
record StoreFacts(
    Map<String, List<String>> versions,
    Map<String, List<CellScore>> cells,
    long next,
    int waiting) {
  /** Reads a store that another process may be writing; nothing where there is none yet. */
  static StoreFacts read(Path folder, Topics topics) {
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(folder)) {
      Map<String, List<String>> versions = new TreeMap<>();
      Map<String, List<CellScore>> cells = new TreeMap<>();
      for (String learner : store.learners()) {
        versions.put(learner, store.versions(learner).stream().map(StoreFacts::words).toList());
        cells.put(learner, store.scores(learner));
      }
      return new StoreFacts(
          versions,
          cells,
          store.nextOffset(new SourcePartition(topics.tasks(), 0)).orElse(0),
          store.outbox(Integer.MAX_VALUE).size());
    } catch (StoreFormatException e) {
      return new StoreFacts(Map.of(), Map.of(), 0, 0);
    }
  }

  private static String words(VersionSummary version) {
    return "%d after %s: %s, event %s at %d, seed %d, %s"
        .formatted(
            version.number(),
            version.parent(),
            version.task(),
            version.provenance().eventId(),
            version.provenance().offset(),
            version.provenance().seed(),
            version.embeddingsSha256());
  }

  /** How many versions there are. */
  int count() {
    return versions.values().stream().mapToInt(List::size).sum();
  }

  /** Whether everything of an earlier look is still there. */
  boolean continues(StoreFacts before) {
    return next >= before.next
        && before.versions.entrySet().stream()
            .allMatch(
                entry -> {
                  List<String> now = versions.getOrDefault(entry.getKey(), List.of());
                  int size = entry.getValue().size();
                  return now.size() >= size && now.subList(0, size).equals(entry.getValue());
                });
  }

  /** Whether so many records are settled and told. */
  boolean isSettled(long records) {
    return next >= records && waiting == 0;
  }
}
