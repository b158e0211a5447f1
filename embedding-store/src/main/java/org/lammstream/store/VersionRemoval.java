package org.lammstream.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lammstream.store.Codecs.AppliedRecord;

/** Removes the newest versions of a learner as if they had never been made. */
final class VersionRemoval {
  private final View view;
  private final Batch batch;
  private final String learner;

  VersionRemoval(View view, Batch batch, String learner) {
    this.view = view;
    this.batch = batch;
    this.learner = learner;
  }

  /**
   * Removes a version and all later ones with all that they wrote, and forgets their events.
   *
   * @param others versions that come in their place; what is where their values belong stays, for
   *     it has been staged already, or is overwritten with them
   */
  void removeFrom(int first, List<VersionRecord> others) {
    Set<List<Integer>> staged = new HashSet<>();
    others.forEach(other -> eachEntry(other, staged::add));
    Set<Integer> numbers = numbers(others.stream());
    Set<Integer> withExamples = numbers(others.stream().filter(VersionRecord::hasExamples));
    Set<Integer> withVisualState = numbers(others.stream().filter(VersionRecord::hasVisualState));
    Set<Integer> withPrompts = numbers(others.stream().filter(VersionRecord::hasPrompts));
    Set<Integer> withTests = numbers(others.stream().filter(VersionRecord::hasPromptedTests));
    byte[] prefix = Keys.learner(learner);
    try (Cursor cursor = view.cursor(ColumnFamily.VERSIONS)) {
      for (boolean more = cursor.seek(Keys.version(learner, first));
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        VersionRecord record = cursor.value(Codecs.VERSION);
        eachEntry(
            record,
            entry -> {
              if (!staged.contains(entry)) {
                batch.delete(
                    ColumnFamily.CLASSES, Keys.classEntry(learner, entry.get(0), entry.get(1)));
              }
            });
        if (!numbers.contains(record.number())) {
          batch.delete(ColumnFamily.TESTS, cursor.key());
        }
        if (!withVisualState.contains(record.number())) {
          batch.delete(ColumnFamily.HEADS, cursor.key());
        }
        if (!withPrompts.contains(record.number())) {
          batch.delete(ColumnFamily.PROMPTS, cursor.key());
        }
        if (!withTests.contains(record.number())) {
          batch.delete(ColumnFamily.SEEN, cursor.key());
          batch.delete(ColumnFamily.PIXELS, cursor.key());
        }
        if (!withExamples.contains(record.number())) {
          batch.delete(ColumnFamily.EXAMPLES, cursor.key());
        }
        batch.delete(ColumnFamily.VERSIONS, cursor.key());
        batch.delete(ColumnFamily.SCORES, cursor.key());
      }
    }
    try (Cursor cursor = view.cursor(ColumnFamily.APPLIED)) {
      for (boolean more = cursor.seek(prefix);
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        AppliedRecord applied = cursor.value(Codecs.APPLIED);
        if (applied.version() >= first) {
          batch.delete(ColumnFamily.APPLIED, cursor.key());
        }
      }
    }
  }

  private static Set<Integer> numbers(Stream<VersionRecord> versions) {
    return versions.map(VersionRecord::number).collect(Collectors.toSet());
  }

  /** Version and class id of all entries that a version wrote. */
  private static void eachEntry(VersionRecord record, Consumer<List<Integer>> receiver) {
    for (VersionRecord.Run run : record.written()) {
      for (int id = run.first(); id < run.first() + run.count(); id++) {
        receiver.accept(List.of(record.number(), id));
      }
    }
  }
}
