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
      for (int classId = run.first(); classId < run.first() + run.count(); classId++) {
        byte[] key = Keys.classEntry(learner, run.version(), classId);
        // Never further than needed: what lies behind may be damaged without harm to this version.
        boolean more = classId == run.first() ? cursor.seek(key) : cursor.next();
        if (!more || !Arrays.equals(key, cursor.key())) {
          throw StoreCorruptedException.missing(ColumnFamily.CLASSES, key, "value is missing");
        }
        visitor.visit(new Reference(classId, run.version()), cursor.value(Codecs.CLASS));
      }
    }
  }

  @Override
  public void close() {
    cursor.close();
  }
}
