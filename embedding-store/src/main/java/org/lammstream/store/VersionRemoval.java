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

  /**
   * Removes a version and all later ones, and forgets the events that made them. Their class
   * entries stay: nothing refers to them, and new ones may have been written in their place.
   */
  void removeFrom(int first) {
    byte[] prefix = Keys.learner(learner);
    try (Cursor cursor = view.cursor(ColumnFamily.VERSIONS)) {
      for (boolean more = cursor.seek(Keys.version(learner, first));
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
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
