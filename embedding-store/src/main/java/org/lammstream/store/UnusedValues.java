package org.lammstream.store;

import org.lammstream.store.VersionRecord.Run;

/**
 * Finds the values that only versions without embeddings need. It follows the records, not the
 * data, so that nothing large is read.
 */
final class UnusedValues {

  private final StoreReader reader;
  private final String learner;
  private final PruneSelection selection;

  UnusedValues(StoreReader reader, String learner, PruneSelection selection) {
    this.reader = reader;
    this.learner = learner;
    this.selection = selection;
  }

  /** Receives the keys one by one. */
  interface Visitor {

    /**
     * A value that nothing needs.
     *
     * @param before whether its version was pruned earlier: then it is usually no longer there
     */
    void visit(ColumnFamily family, byte[] key, boolean before);
  }

  void visit(Visitor visitor) {
    SharedEntries shared = new SharedEntries(reader, learner, selection);
    for (int number : selection.allGone()) {
      VersionRecord record = reader.versionRecord(learner, number);
      boolean before = record.pruned().isPresent();
      for (Run run : record.written()) {
        for (int classId = run.first(); classId < run.first() + run.count(); classId++) {
          if (!shared.uses(number, classId)) {
            visitor.visit(ColumnFamily.CLASSES, Keys.classEntry(learner, number, classId), before);
          }
        }
      }
      if (record.hasVisualState()) {
        visitor.visit(ColumnFamily.HEADS, Keys.version(learner, number), before);
      }
      if (record.hasPrompts()) {
        visitor.visit(ColumnFamily.PROMPTS, Keys.version(learner, number), before);
      }
      if (record.hasPromptedTests()) {
        visitor.visit(ColumnFamily.SEEN, Keys.version(learner, number), before);
      }
      if (!selection.isNeeded(number)) {
        visitor.visit(ColumnFamily.TESTS, Keys.version(learner, number), before);
        if (record.hasExamples()) {
          visitor.visit(ColumnFamily.EXAMPLES, Keys.version(learner, number), before);
        }
        if (record.hasPromptedTests()) {
          visitor.visit(ColumnFamily.PIXELS, Keys.version(learner, number), before);
        }
      }
    }
  }
}
