package org.lammstream.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.lammstream.store.Codecs.OffsetRecord;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;

/**
 * Names everything that a store shares, in notices of moderate size: a learner version by version,
 * then its events and its own record, and at last how far each partition is dealt with.
 */
final class WholeStore {
  private final View view;
  private final String except;

  /**
   * Looks at one moment.
   *
   * @param except topic of which positions are not told
   */
  WholeStore(View view, String except) {
    this.view = view;
    this.except = except;
  }

  List<OutgoingRecord> notices() {
    List<OutgoingRecord> notices = new ArrayList<>();
    StoreReader reader = new StoreReader(view);
    for (String learner : learners(reader)) {
      reader.eachRecord(learner, version -> notices.add(version(learner, version)));
      notices.add(rest(learner));
    }
    addPositions(notices);
    return notices;
  }

  /** Some have refused tasks only. */
  private Set<String> learners(StoreReader reader) {
    Set<String> all = new TreeSet<>(reader.learners());
    try (Cursor cursor = view.cursor(ColumnFamily.APPLIED)) {
      for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
        all.add(Keys.firstText(cursor.key()));
      }
    }
    return all;
  }

  private OutgoingRecord version(String learner, VersionRecord version) {
    List<ValueAddress> values = new ArrayList<>();
    int number = version.number();
    for (VersionRecord.Run run : version.written()) {
      for (int id = run.first(); id < run.first() + run.count(); id++) {
        values.add(at(ColumnFamily.CLASSES, Keys.classEntry(learner, number, id)));
      }
    }
    byte[] key = Keys.version(learner, number);
    if (version.hasVisualState()) {
      values.add(at(ColumnFamily.HEADS, key));
    }
    if (version.hasPrompts()) {
      values.add(at(ColumnFamily.PROMPTS, key));
    }
    if (version.hasPromptedTests()) {
      values.add(at(ColumnFamily.SEEN, key));
      values.add(at(ColumnFamily.PIXELS, key));
    }
    values.add(at(ColumnFamily.TESTS, key));
    if (version.hasExamples()) {
      values.add(at(ColumnFamily.EXAMPLES, key));
    }
    values.add(at(ColumnFamily.SCORES, key));
    values.add(at(ColumnFamily.VERSIONS, key));
    return new ChangeNotice(learner, Optional.empty(), values, Optional.empty(), true).toRecord();
  }

  private OutgoingRecord rest(String learner) {
    List<ValueAddress> values = new ArrayList<>();
    byte[] key = Keys.learner(learner);
    try (Cursor cursor = view.cursor(ColumnFamily.APPLIED)) {
      for (boolean more = cursor.seek(key);
          more && Keys.startsWith(cursor.key(), key);
          more = cursor.next()) {
        values.add(at(ColumnFamily.APPLIED, cursor.key()));
      }
    }
    Optional<ChangedValue> head =
        Optional.ofNullable(view.raw(ColumnFamily.LEARNERS, key))
            .map(value -> ChangedValue.of(ColumnFamily.LEARNERS, key, value));
    return new ChangeNotice(learner, Optional.empty(), values, head, true).toRecord();
  }

  private void addPositions(List<OutgoingRecord> notices) {
    try (Cursor cursor = view.cursor(ColumnFamily.OFFSETS)) {
      for (boolean more = cursor.seek(new byte[0]); more; more = cursor.next()) {
        SourcePartition partition =
            new SourcePartition(Keys.firstText(cursor.key()), Keys.lastNumber(cursor.key()));
        if (!partition.topic().equals(except)) {
          OffsetRecord offset = cursor.value(Codecs.OFFSET);
          SourcePosition position =
              new SourcePosition(partition, offset.offset(), offset.resumeOffset());
          notices.add(
              new ChangeNotice(
                      CommitWriter.NOBODY, Optional.of(position), List.of(), Optional.empty(), true)
                  .toRecord());
        }
      }
    }
  }

  private static ValueAddress at(ColumnFamily family, byte[] key) {
    return new ValueAddress(family.familyName(), key);
  }
}
