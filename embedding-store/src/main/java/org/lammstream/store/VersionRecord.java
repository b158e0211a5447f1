package org.lammstream.store;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.lammstream.stream.event.Provenance;

/**
 * A version as stored: its summary, and the manifest that says where its class entries are.
 *
 * @param parent 0 if there is none
 * @param createdAt ISO 8601
 * @param classes the manifest: runs of class entries, in the order of the version's classes
 * @param prunedAt ISO 8601, absent while the version has its embeddings
 */
record VersionRecord(
    int number,
    int parent,
    String createdAt,
    String task,
    List<String> newClasses,
    List<Run> classes,
    int storedClasses,
    Provenance provenance,
    Map<String, Double> seconds,
    String embeddingsSha256,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prunedAt) {

  /**
   * Class entries with consecutive ids that were written with the same version. Runs keep a
   * manifest small: classes that arrive together usually stay, and change, together.
   *
   * @param first id of the first class
   * @param count how many classes
   * @param version number of the version that wrote their entries
   */
  record Run(int first, int count, int version) {}

  VersionRecord {
    newClasses = List.copyOf(newClasses);
    classes = List.copyOf(classes);
    seconds = Map.copyOf(seconds);
  }

  static VersionRecord of(Version version, List<Run> manifest, int storedClasses) {
    return new VersionRecord(
        version.number(),
        version.parent().orElse(0),
        version.createdAt().toString(),
        version.task(),
        version.newClasses(),
        manifest,
        storedClasses,
        version.provenance(),
        version.seconds(),
        version.embeddingsSha256(),
        null);
  }

  Version toVersion(String learner, List<ClassEmbedding> entries) {
    return new Version(
        learner,
        number,
        parentNumber(),
        Instant.parse(createdAt),
        task,
        newClasses,
        entries,
        provenance,
        seconds,
        embeddingsSha256);
  }

  VersionSummary toSummary(String learner) {
    return new VersionSummary(
        learner,
        number,
        parentNumber(),
        Instant.parse(createdAt),
        task,
        newClasses,
        classCount(),
        storedClasses,
        provenance,
        seconds,
        embeddingsSha256,
        pruned());
  }

  int classCount() {
    return classes.stream().mapToInt(Run::count).sum();
  }

  /** When the version lost its embeddings; empty while it has them. */
  Optional<Instant> pruned() {
    return Optional.ofNullable(prunedAt).map(Instant::parse);
  }

  private OptionalInt parentNumber() {
    return parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent);
  }
}
