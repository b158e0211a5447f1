package org.lammstream.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.store.ClassEntries.Reference;
import org.lammstream.store.Codecs.AppliedRecord;
import org.lammstream.store.Codecs.OffsetRecord;
import org.lammstream.stream.consume.SourcePosition;

/** Checks one commit against the store as it is and puts all of it into one batch. */
final class CommitWriter {

  /** Stands for the learner of an event that names none. */
  static final String NOBODY = "-";

  private final View view;
  private final StoreReader reader;
  private final Batch batch;
  private final OutboxWriter outbox;

  CommitWriter(View view, Batch batch, OutboxWriter outbox) {
    this.view = view;
    this.reader = new StoreReader(view);
    this.batch = batch;
    this.outbox = outbox;
  }

  void add(TaskCommit commit) {
    commit.appliedEvent().ifPresent(event -> addApplied(event, commit));
    commit.version().ifPresent(added -> add(added, commit.aliases()));
    SourcePosition position = commit.position();
    batch.put(
        ColumnFamily.OFFSETS,
        Keys.offset(position.partition()),
        Codecs.OFFSET,
        new OffsetRecord(position.offset(), position.resumeOffset()));
    addFeatures(batch, commit.features());
    // A position alone is told, too: whoever takes over reads on from there.
    String learner = commit.appliedEvent().map(AppliedEvent::learner).orElse(NOBODY);
    outbox.add(learner, Optional.of(position), commit.outbox());
  }

  static void addFeatures(Batch batch, Map<FeatureKey, float[]> features) {
    features.forEach(
        (key, feature) ->
            batch.put(ColumnFamily.FEATURES, Keys.feature(key), Codecs.FEATURE, feature));
  }

  private void addApplied(AppliedEvent event, TaskCommit commit) {
    boolean duplicate = reader.isApplied(event.learner(), event.eventId());
    if (duplicate && commit.version().isPresent()) {
      throw new IllegalStateException(
          "event " + event.eventId() + " was already applied to learner " + event.learner());
    }
    if (duplicate) {
      return; // The first record says which version the event made.
    }
    SourcePosition position = commit.position();
    batch.put(
        ColumnFamily.APPLIED,
        Keys.applied(event.learner(), event.eventId()),
        Codecs.APPLIED,
        new AppliedRecord(
            commit.version().map(added -> added.version().number()).orElse(0),
            position.partition().topic(),
            position.partition().partition(),
            position.offset()));
  }

  /** A version without a task. */
  void addFromElsewhere(NewVersion added, Map<String, Integer> aliases) {
    add(added, aliases);
    outbox.add(added.version().learner(), Optional.empty(), List.of());
  }

  private void add(NewVersion added, Map<String, Integer> aliases) {
    Version version = added.version();
    String learner = version.learner();
    LearnerRecord before = reader.learner(learner).orElse(LearnerRecord.NEW);
    checkNumbers(version, before);
    if (!EmbeddingsDigest.sha256(version.classes(), version.prompts())
        .equals(version.embeddingsSha256())) {
      throw new IllegalArgumentException(describe(version) + " has a digest of other classes");
    }
    VisualShape.problem(version)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(describe(version) + " " + problem);
            });
    aliases.forEach(
        (alias, number) -> {
          Aliases.checked(alias);
          if (number != version.number()) {
            reader.readableRecord(learner, number);
          }
        });

    byte[] key = Keys.version(learner, version.number());
    Optional<VersionRecord.Parent> parent = parent(version);
    added.prompted().ifPresent(tests -> checkSeen(added, tests.seen()));
    ClassPlan plan = plan(version, parent, before.nextClassId());
    for (int i = 0; i < version.classes().size(); i++) {
      Reference reference = plan.references().get(i);
      if (plan.isWritten(reference)) {
        batch.put(
            ColumnFamily.CLASSES,
            Keys.classEntry(learner, reference.version(), reference.classId()),
            Codecs.CLASS,
            version.classes().get(i));
      }
    }
    batch.put(
        ColumnFamily.VERSIONS,
        key,
        Codecs.VERSION,
        VersionRecord.of(added, plan.manifest(), parent));
    version.visual().ifPresent(state -> batch.put(ColumnFamily.HEADS, key, Codecs.HEAD, state));
    version
        .prompts()
        .ifPresent(prompts -> batch.put(ColumnFamily.PROMPTS, key, Codecs.PROMPTS, prompts));
    batch.put(ColumnFamily.TESTS, key, Codecs.TEST_SET, added.testSet());
    added
        .prompted()
        .ifPresent(
            tests -> {
              batch.put(ColumnFamily.SEEN, key, Codecs.SEEN, tests.seen());
              batch.put(ColumnFamily.PIXELS, key, Codecs.PIXELS, tests.pixels());
            });
    if (!added.examples().isEmpty()) {
      batch.put(ColumnFamily.EXAMPLES, key, Codecs.EXAMPLES, added.examples());
    }
    batch.put(ColumnFamily.SCORES, key, Codecs.SCORES, added.scores());
    batch.put(
        ColumnFamily.LEARNERS,
        Keys.learner(learner),
        Codecs.LEARNER,
        new LearnerRecord(
                head(version, before), version.number(), plan.nextClassId(), before.aliases())
            .withAliases(withChampion(added, before, aliases)));
  }

  /** A head that was moved while the version was being made stays where it was put. */
  private static int head(Version version, LearnerRecord before) {
    boolean follows = before.head() == 0 || version.parent().equals(OptionalInt.of(before.head()));
    return follows ? version.number() : before.head();
  }

  /** The champion gives way to its successor, unless the commit itself says which version it is. */
  private static Map<String, Integer> withChampion(
      NewVersion added, LearnerRecord before, Map<String, Integer> aliases) {
    Map<String, Integer> all = new HashMap<>(aliases);
    Integer champion = before.aliases().get(Aliases.CHAMPION);
    OptionalInt parent = added.version().parent();
    int number = added.version().number();
    if (champion == null) {
      boolean heldBack = parent.isPresent() && added.supersedes().isEmpty();
      all.putIfAbsent(Aliases.CHAMPION, heldBack ? parent.getAsInt() : number);
    } else if (added.supersedes().equals(OptionalInt.of(champion))) {
      all.putIfAbsent(Aliases.CHAMPION, number);
    }
    return all;
  }

  private Optional<VersionRecord.Parent> parent(Version version) {
    if (version.parent().isEmpty()) {
      return Optional.empty();
    }
    String learner = version.learner();
    VersionRecord record = reader.readableRecord(learner, version.parent().getAsInt());
    return Optional.of(
        new VersionRecord.Parent(record, new ManifestReader(reader, learner).read(record)));
  }

  private ClassPlan plan(Version version, Optional<VersionRecord.Parent> parent, int nextClassId) {
    try (ClassEntries entries = new ClassEntries(view, version.learner())) {
      Manifest known = parent.map(VersionRecord.Parent::manifest).orElse(Manifest.EMPTY);
      return new ClassPlan(version, known, entries, nextClassId);
    }
  }

  /** It is compared with all later ones by what it sees, one test set after the other. */
  private void checkSeen(NewVersion added, SeenTests seen) {
    Version version = added.version();
    List<Integer> examples = new ArrayList<>();
    for (TestSet tests : reader.testSets(version.learner(), version.parent().orElse(0))) {
      examples.add(tests.labels().size());
    }
    examples.add(added.testSet().labels().size());
    seen.problem(examples)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(describe(version) + " " + problem);
            });
  }

  private void checkNumbers(Version version, LearnerRecord before) {
    if (version.number() != before.last() + 1) {
      throw new IllegalArgumentException(
          describe(version) + " cannot follow version " + before.last());
    }
    OptionalInt parent = version.parent();
    boolean known =
        parent.isPresent()
            ? reader.hasVersion(version.learner(), parent.getAsInt())
            : before.last() == 0;
    if (!known) {
      throw new IllegalArgumentException(
          describe(version)
              + (parent.isPresent()
                  ? " has an unknown parent, version " + parent.getAsInt()
                  : " needs a parent, for it is not the first"));
    }
  }

  private static String describe(Version version) {
    return "version " + version.number() + " of learner \"" + version.learner() + "\"";
  }
}
