package org.lammstream.store;

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

  /** Removes a version and all later ones with all that they wrote, and forgets their events. */
  void removeFrom(int first) {
    byte[] prefix = Keys.learner(learner);
    try (Cursor cursor = view.cursor(ColumnFamily.VERSIONS)) {
      for (boolean more = cursor.seek(Keys.version(learner, first));
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        VersionRecord record = cursor.value(Codecs.VERSION);
        for (VersionRecord.Run run : record.written()) {
          for (int id = run.first(); id < run.first() + run.count(); id++) {
            batch.delete(ColumnFamily.CLASSES, Keys.classEntry(learner, record.number(), id));
          }
        }
        batch.delete(ColumnFamily.TESTS, cursor.key());
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
}
