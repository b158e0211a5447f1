package org.lammstream.store;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.lammstream.store.ClassEntries.Reference;
import org.lammstream.store.Codecs.AppliedRecord;
import org.lammstream.store.Codecs.OffsetRecord;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;

/** Checks one commit against the store as it is and puts all of it into one batch. */
final class CommitWriter {

  /** Where the sequence number of the next record in the outbox stands. */
  static final byte[] OUTBOX_KEY = Keys.meta("outbox.next");

  private final View view;
  private final StoreReader reader;
  private final Batch batch;

  CommitWriter(View view, Batch batch) {
    this.view = view;
    this.reader = new StoreReader(view);
    this.batch = batch;
  }

  void add(TaskCommit commit) {
    commit.appliedEvent().ifPresent(event -> addApplied(event, commit));
    commit.version().ifPresent(added -> addVersion(added, commit.aliases()));
    SourcePosition position = commit.position();
    batch.put(
        ColumnFamily.OFFSETS,
        Keys.offset(position.partition()),
        Codecs.OFFSET,
        new OffsetRecord(position.offset(), position.resumeOffset()));
    addFeatures(batch, commit.features());
    addOutbox(commit.outbox());
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

  private void addVersion(NewVersion added, Map<String, Integer> aliases) {
    Version version = added.version();
    String learner = version.learner();
    LearnerRecord before = reader.learner(learner).orElse(LearnerRecord.NEW);
    checkNumbers(version, before);
    if (!EmbeddingsDigest.sha256(version.classes()).equals(version.embeddingsSha256())) {
      throw new IllegalArgumentException(describe(version) + " has a digest of other classes");
    }
    aliases.forEach(
        (alias, number) -> {
          if (number != version.number() && !reader.hasVersion(learner, number)) {
            throw new IllegalArgumentException(
                "alias " + alias + " cannot stand for unknown version " + number);
          }
        });

    byte[] key = Keys.version(learner, version.number());
    ClassPlan plan = plan(version, before);
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
        VersionRecord.of(version, plan.manifest(), plan.writtenCount()));
    batch.put(ColumnFamily.TESTS, key, Codecs.TEST_SET, added.testSet());
    batch.put(ColumnFamily.SCORES, key, Codecs.SCORES, added.scores());
    batch.put(
        ColumnFamily.LEARNERS,
        Keys.learner(learner),
        Codecs.LEARNER,
        new LearnerRecord(version.number(), version.number(), plan.nextClassId(), before.aliases())
            .withAliases(aliases));
  }

  private ClassPlan plan(Version version, LearnerRecord before) {
    OptionalInt parent = version.parent();
    try (ClassEntries entries = new ClassEntries(view, version.learner())) {
      return new ClassPlan(
          version,
          parent.isPresent()
              ? reader.versionRecord(version.learner(), parent.getAsInt()).classes()
              : List.of(),
          entries,
          before.nextClassId());
    }
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

  private void addOutbox(List<OutgoingRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    long sequence = view.get(ColumnFamily.META, OUTBOX_KEY, Codecs.META).orElse(1L);
    for (OutgoingRecord record : records) {
      batch.put(ColumnFamily.OUTBOX, Keys.outbox(sequence), Codecs.OUTBOX, record);
      sequence++;
    }
    batch.put(ColumnFamily.META, OUTBOX_KEY, Codecs.META, sequence);
  }

  private static String describe(Version version) {
    return "version " + version.number() + " of learner \"" + version.learner() + "\"";
  }
}
