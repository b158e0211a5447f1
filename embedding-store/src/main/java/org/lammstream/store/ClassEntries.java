package org.lammstream.store;

import java.util.Arrays;

/** Reads the class entries that a manifest points to, in its order. */
final class ClassEntries implements AutoCloseable {

  private final String learner;
  private final Cursor cursor;

  ClassEntries(View view, String learner) {
    this.learner = learner;
    this.cursor = view.cursor(ColumnFamily.CLASSES);
  }

  /** Where an entry is stored. */
  record Reference(int classId, int version) {}

  /** Receives the entries one by one, so that a large version need not be held at once. */
  interface Visitor {
    void visit(Reference reference, ClassEmbedding entry);
  }

  /**
   * Visits every entry of the manifest.
   *
   * @throws StoreCorruptedException if one is missing or damaged
   */
  void visit(Manifest manifest, Visitor visitor) {
    for (VersionRecord.Run run : manifest.runs()) {
      boolean more = cursor.seek(Keys.classEntry(learner, run.version(), run.first()));
      for (int classId = run.first(); classId < run.first() + run.count(); classId++) {
        byte[] key = Keys.classEntry(learner, run.version(), classId);
        if (!more || !Arrays.equals(key, cursor.key())) {
          throw new StoreCorruptedException(
              ColumnFamily.CLASSES.locate(key) + ": value is missing", null);
        }
        visitor.visit(new Reference(classId, run.version()), cursor.value(Codecs.CLASS));
        more = cursor.next();
      }
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
