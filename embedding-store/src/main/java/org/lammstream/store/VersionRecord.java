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
 * @param classes the manifest: runs of class entries, in the order of the version's classes; with a
 *     base, those that differ from it
 * @param base what the manifest builds on, absent if it is whole
 * @param prunedAt ISO 8601, absent while the version has its embeddings
 * @param visual true if the version was made with a visual state, which pruning removes; else
 *     absent
 * @param examples true if the version was made with the examples of its task; else absent
 * @param forgetting what it took out of its parent, absent for a version that a task made
 * @param prompts true if the version was made with prompts that its classes share, which pruning
 *     removes; else absent
 * @param prompted true if the version was made with pixels of test images, and features of all of
 *     them as it sees them, which pruning removes; else absent
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
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Base base,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String prunedAt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean visual,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean examples,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Forgetting forgetting,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean prompts,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean prompted) {

  /** Shorter manifests are stored whole. */
  private static final int SHORT = 16;

  /** Most records that must be read for one manifest. */
  static final int LONGEST_CHAIN = 64;

  /**
   * Class entries with consecutive ids that were written with the same version. Runs keep a
   * manifest small: classes that arrive together usually stay, and change, together.
   *
   * @param first id of the first class
   * @param count how many classes
   * @param version number of the version that wrote their entries
   */
  record Run(int first, int count, int version) {}

  /**
   * Makes a manifest the changes to another one, so that it does not grow with what stays.
   *
   * @param version whose manifest is changed
   * @param chain how many records make up the whole manifest, this one included
   * @param classCount how many classes the whole manifest has
   */
  record Base(int version, int chain, int classCount) {}

  VersionRecord {
    newClasses = List.copyOf(newClasses);
    classes = List.copyOf(classes);
    seconds = Map.copyOf(seconds);
  }

  /**
   * The record of a new version.
   *
   * @param parent the record and the manifest of its parent
   */
  static VersionRecord of(NewVersion added, Manifest manifest, Optional<Parent> parent) {
    Version version = added.version();
    List<Run> written = manifest.runsOf(version.number());
    List<Run> classes = manifest.runs();
    Base base = null;
    if (parent.isPresent()
        && classes.size() > SHORT
        && 2 * written.size() < classes.size()
        && parent.get().record().chain() < LONGEST_CHAIN
        && manifest.equals(parent.get().manifest().with(List.of(written)))) {
      VersionRecord changed = parent.get().record();
      base = new Base(changed.number(), changed.chain() + 1, manifest.size());
      classes = written;
    }
    return new VersionRecord(
        version.number(),
        version.parent().orElse(0),
        version.createdAt().toString(),
        version.task(),
        version.newClasses(),
        classes,
        count(written),
        version.provenance(),
        version.seconds(),
        version.embeddingsSha256(),
        base,
        null,
        version.visual().isPresent() ? true : null,
        added.examples().isEmpty() ? null : true,
        version.forgetting().orElse(null),
        version.prompts().isPresent() ? true : null,
        added.prompted().isPresent() ? true : null);
  }

  /** A record and its whole manifest. */
  record Parent(VersionRecord record, Manifest manifest) {}

  VersionRecord pruned(Instant at) {
    return new VersionRecord(
        number,
        parent,
        createdAt,
        task,
        newClasses,
        classes,
        storedClasses,
        provenance,
        seconds,
        embeddingsSha256,
        base,
        at.toString(),
        visual,
        examples,
        forgetting,
        prompts,
        prompted);
  }

  /** The version out of its parts. */
  Version toVersion(
      String learner,
      List<ClassEmbedding> entries,
      Optional<VisualState> visualState,
      Optional<SharedPrompts> sharedPrompts) {
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
        embeddingsSha256,
        visualState,
        Optional.ofNullable(forgetting),
        sharedPrompts);
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
        pruned(),
        Optional.ofNullable(forgetting),
        hasPromptedTests());
  }

  int classCount() {
    return base == null ? count(classes) : base.classCount();
  }

  private int chain() {
    return base == null ? 1 : base.chain();
  }

  /** The entries that were written with this version. */
  List<Run> written() {
    return classes.stream().filter(run -> run.version() == number).toList();
  }

  private static int count(List<Run> runs) {
    return runs.stream().mapToInt(Run::count).sum();
  }

  /** When the version lost its embeddings; empty while it has them. */
  Optional<Instant> pruned() {
    return Optional.ofNullable(prunedAt).map(Instant::parse);
  }

  /** Whether a value in {@link ColumnFamily#HEADS} belongs to it, or did until it was pruned. */
  boolean hasVisualState() {
    return Boolean.TRUE.equals(visual);
  }

  /** Whether a value in {@link ColumnFamily#PROMPTS} belongs to it, or did until it was pruned. */
  boolean hasPrompts() {
    return Boolean.TRUE.equals(prompts);
  }

  /**
   * Whether a value in {@link ColumnFamily#SEEN} belongs to it, or did until it was pruned, and one
   * in {@link ColumnFamily#PIXELS}, while its tests are kept.
   */
  boolean hasPromptedTests() {
    return Boolean.TRUE.equals(prompted);
  }

  /** Whether a value in {@link ColumnFamily#EXAMPLES} belongs to it, while its tests are kept. */
  boolean hasExamples() {
    return Boolean.TRUE.equals(examples);
  }

  private OptionalInt parentNumber() {
    return parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent);
  }
}
