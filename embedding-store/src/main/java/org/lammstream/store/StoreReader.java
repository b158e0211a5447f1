package org.lammstream.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.lammstream.stream.consume.SourcePartition;

/** Reads whole things out of one view, so that everything it returns is of one moment. */
final class StoreReader {

  private final View view;
  private final Refusals refusals = new Refusals(this);

  StoreReader(View view) {
    this.view = view;
  }

  Set<String> learners() {
    Set<String> names = new TreeSet<>();
    try (Cursor cursor = view.cursor(ColumnFamily.LEARNERS)) {
      for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
        names.add(Keys.firstText(cursor.key()));
      }
    }
    return Collections.unmodifiableSet(names);
  }

  Optional<LearnerRecord> learner(String learner) {
    return view.get(ColumnFamily.LEARNERS, Keys.learner(learner), Codecs.LEARNER);
  }

  LearnerRecord knownLearner(String learner) {
    return learner(learner).orElseThrow(() -> unknownLearner(learner));
  }

  UnknownVersionException unknownLearner(String learner) {
    return refusals.unknownLearner(learner);
  }

  /** 0 for an unknown learner. */
  int head(String learner) {
    return learner(learner).orElse(LearnerRecord.NEW).head();
  }

  boolean hasVersion(String learner, int number) {
    return view.has(ColumnFamily.VERSIONS, Keys.version(learner, number));
  }

  private boolean hasTestSet(String learner, int number) {
    return view.has(ColumnFamily.TESTS, Keys.version(learner, number));
  }

  VersionRecord versionRecord(String learner, int number) {
    return view.get(ColumnFamily.VERSIONS, Keys.version(learner, number), Codecs.VERSION)
        .orElseThrow(() -> refusals.unknownVersion(learner, number));
  }

  /** The record of a version that was not pruned. */
  VersionRecord readableRecord(String learner, int number) {
    VersionRecord record = versionRecord(learner, number);
    if (record.pruned().isPresent()) {
      throw refusals.pruned(learner, record);
    }
    return record;
  }

  Version version(String learner, int number) {
    VersionRecord record = readableRecord(learner, number);
    List<ClassEmbedding> entries = new ArrayList<>(record.classCount());
    try (ClassEntries source = new ClassEntries(view, learner)) {
      source.visit(
          new ManifestReader(this, learner).read(record), (reference, entry) -> entries.add(entry));
    }
    return record.toVersion(
        learner,
        entries,
        record.hasVisualState() ? Optional.of(visualState(learner, number)) : Optional.empty(),
        record.hasPrompts() ? Optional.of(prompts(learner, number)) : Optional.empty());
  }

  private VisualState visualState(String learner, int number) {
    return ofVersion(ColumnFamily.HEADS, Codecs.HEAD, learner, number);
  }

  private SharedPrompts prompts(String learner, int number) {
    return ofVersion(ColumnFamily.PROMPTS, Codecs.PROMPTS, learner, number);
  }

  private <T> T ofVersion(ColumnFamily family, Codec<T> codec, String learner, int number) {
    byte[] key = Keys.version(learner, number);
    return view.get(family, key, codec)
        .orElseThrow(() -> StoreCorruptedException.missing(family, key, "value is missing"));
  }

  List<VersionSummary> versions(String learner) {
    List<VersionSummary> summaries = new ArrayList<>();
    eachRecord(learner, record -> summaries.add(record.toSummary(learner)));
    return Collections.unmodifiableList(summaries);
  }

  /** Hands over the records of all versions by number, one at a time. */
  void eachRecord(String learner, Consumer<VersionRecord> visitor) {
    byte[] prefix = Keys.learner(learner);
    try (Cursor cursor = view.cursor(ColumnFamily.VERSIONS)) {
      for (boolean more = cursor.seek(prefix);
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        visitor.accept(cursor.value(Codecs.VERSION));
      }
    }
  }

  List<TestSet> testSets(String learner, int number) {
    List<TestSet> sets = new ArrayList<>();
    if (number != 0 && !hasTestSet(learner, number)) {
      readableRecord(learner, number); // Of a branch that nobody kept nothing can be evaluated.
    }
    for (int version : lineage(learner, number)) {
      view.get(ColumnFamily.TESTS, Keys.version(learner, version), Codecs.TEST_SET)
          .ifPresent(sets::add);
    }
    return Collections.unmodifiableList(sets);
  }

  /** Empty for a version that has none, or whose test set has been pruned. */
  Optional<TestPixels> testPixels(String learner, int number) {
    return versionRecord(learner, number).hasPromptedTests() && hasTestSet(learner, number)
        ? Optional.of(ofVersion(ColumnFamily.PIXELS, Codecs.PIXELS, learner, number))
        : Optional.empty();
  }

  /** Empty for a version that has none, or was pruned. */
  Optional<SeenTests> seenTests(String learner, int number) {
    VersionRecord record = versionRecord(learner, number);
    return record.hasPromptedTests() && record.pruned().isEmpty()
        ? Optional.of(ofVersion(ColumnFamily.SEEN, Codecs.SEEN, learner, number))
        : Optional.empty();
  }

  /** Examples of the versions that lead to this one, by version; not of those that have none. */
  SortedMap<Integer, List<LearnedExample>> examples(String learner, int number) {
    SortedMap<Integer, List<LearnedExample>> examples = new TreeMap<>();
    for (int version : lineage(learner, number)) {
      view.get(ColumnFamily.EXAMPLES, Keys.version(learner, version), Codecs.EXAMPLES)
          .ifPresent(known -> examples.put(version, known));
    }
    return Collections.unmodifiableSortedMap(examples);
  }

  void eachExample(ExampleVisitor visitor) {
    if (!view.hasFamily(ColumnFamily.EXAMPLES)) {
      return;
    }
    try (Cursor cursor = view.cursor(ColumnFamily.EXAMPLES)) {
      for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
        String learner = Keys.firstText(cursor.key());
        int version = Keys.lastNumber(cursor.key());
        cursor.value(Codecs.EXAMPLES).forEach(example -> visitor.visit(learner, version, example));
      }
    }
  }

  List<CellScore> scores(String learner, int number) {
    record Cell(int row, String task) {}
    LinkedHashMap<Cell, CellScore> cells = new LinkedHashMap<>();
    for (int version : lineage(learner, number)) {
      byte[] key = Keys.version(learner, version);
      view.get(ColumnFamily.SCORES, key, Codecs.SCORES)
          .orElseThrow(
              () ->
                  new StoreCorruptedException(
                      ColumnFamily.SCORES.locate(key) + ": value is missing", null))
          .forEach(score -> cells.put(new Cell(score.row(), score.task()), score));
    }
    return List.copyOf(cells.values());
  }

  boolean isApplied(String learner, String eventId) {
    return view.has(ColumnFamily.APPLIED, Keys.applied(learner, eventId));
  }

  OptionalLong nextOffset(SourcePartition partition) {
    return view.get(ColumnFamily.OFFSETS, Keys.offset(partition), Codecs.OFFSET)
        .map(offset -> OptionalLong.of(offset.resumeOffset()))
        .orElseGet(OptionalLong::empty);
  }

  List<OutboxEntry> outbox(int limit) {
    List<OutboxEntry> entries = new ArrayList<>();
    try (Cursor cursor = view.cursor(ColumnFamily.OUTBOX)) {
      for (boolean more = cursor.seek(new byte[0]);
          more && entries.size() < limit;
          more = cursor.next()) {
        entries.add(
            new OutboxEntry(Keys.outboxSequence(cursor.key()), cursor.value(Codecs.OUTBOX)));
      }
    }
    return Collections.unmodifiableList(entries);
  }

  /** Records are published and removed in order, so the first one and the next one tell. */
  long outboxSize() {
    try (Cursor cursor = view.cursor(ColumnFamily.OUTBOX)) {
      if (!cursor.seek(new byte[0])) {
        return 0;
      }
      long next = view.get(ColumnFamily.META, OutboxWriter.NEXT_KEY, Codecs.META).orElse(1L);
      return next - Keys.outboxSequence(cursor.key());
    }
  }

  /** Whether any value is where this one belongs. */
  boolean has(ChangedValue value) {
    return view.has(value.columnFamily(), value.key());
  }

  /** Whether this very value is there. */
  boolean holds(ChangedValue value) {
    return value.isIn(view);
  }

  Optional<Long> number(byte[] key) {
    return view.get(ColumnFamily.META, key, Codecs.META);
  }

  Optional<float[]> feature(FeatureKey key) {
    return view.get(ColumnFamily.FEATURES, Keys.feature(key), Codecs.FEATURE);
  }

  /** The versions that lead to this one, from the first to itself. */
  private List<Integer> lineage(String learner, int number) {
    List<Integer> versions = new ArrayList<>();
    for (int version = number; version != 0; version = versionRecord(learner, version).parent()) {
      versions.add(version);
    }
    Collections.reverse(versions);
    return versions;
  }
}
