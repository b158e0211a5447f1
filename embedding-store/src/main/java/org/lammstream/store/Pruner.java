package org.lammstream.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.lammstream.store.PruneSelection.Candidate;

/**
 * Prunes one learner. First the versions are marked, then what only they used is deleted: each
 * batch leaves a store in which every version that is not marked is whole. What a crash leaves
 * undeleted is found the next time, because all marked versions are looked through again.
 */
final class Pruner {

  private final Database database;
  private final CommitProbe probe;
  private final String learner;
  private final int batchSize;

  /**
   * Prepares pruning.
   *
   * @param batchSize most changes that are written together
   */
  Pruner(Database database, CommitProbe probe, String learner, int batchSize) {
    this.database = database;
    this.probe = probe;
    this.learner = learner;
    this.batchSize = batchSize;
  }

  /** Says what pruning would remove; changes nothing. */
  PruneResult plan(PruneRule rule, Instant now) {
    long before = StoreFiles.bytes(database.directory());
    try (View view = database.view().withoutCache()) {
      StoreReader reader = new StoreReader(view);
      PruneSelection selection = select(reader, rule, now);
      long[] removed = new long[2];
      new UnusedValues(reader, learner, selection)
          .visit(
              (family, key, pruned) -> {
                long size = view.size(family, key);
                removed[0] += size > 0 && family == ColumnFamily.CLASSES ? 1 : 0;
                removed[1] += size;
              });
      long after = Math.max(0, before - removed[1]);
      return new PruneResult(selection.gone(), selection.kept(), removed[0], before, after);
    }
  }

  /** Removes the embeddings, but not yet the space they took. To be called by the only writer. */
  PruneResult remove(PruneRule rule, Instant now) {
    long bytes = StoreFiles.bytes(database.directory());
    try (View view = database.view().withoutCache()) {
      StoreReader reader = new StoreReader(view);
      PruneSelection selection = select(reader, rule, now);
      mark(reader, selection.gone(), now);
      long entries = delete(view, new UnusedValues(reader, learner, selection));
      return new PruneResult(selection.gone(), selection.kept(), entries, bytes, bytes);
    }
  }

  /** Rewrites the learner's data files without what was removed; others may write meanwhile. */
  PruneResult giveSpaceBack(PruneResult removed) {
    database.compact(
        Set.of(
            ColumnFamily.VERSIONS,
            ColumnFamily.CLASSES,
            ColumnFamily.HEADS,
            ColumnFamily.PROMPTS,
            ColumnFamily.SEEN,
            ColumnFamily.TESTS,
            ColumnFamily.PIXELS,
            ColumnFamily.EXAMPLES),
        Keys.learner(learner));
    return new PruneResult(
        removed.pruned(),
        removed.kept(),
        removed.classEntries(),
        removed.bytesBefore(),
        StoreFiles.bytes(database.directory()));
  }

  private PruneSelection select(StoreReader reader, PruneRule rule, Instant now) {
    LearnerRecord record = reader.knownLearner(learner);
    List<Candidate> candidates = new ArrayList<>();
    reader.eachRecord(
        learner,
        version ->
            candidates.add(
                new Candidate(
                    version.number(),
                    version.parent(),
                    Instant.parse(version.createdAt()),
                    version.pruned().isPresent())));
    return PruneSelection.of(candidates, record, rule, now);
  }

  private void mark(StoreReader reader, List<Integer> versions, Instant now) {
    try (BatchSeries series = new BatchSeries(database, probe, batchSize)) {
      for (int number : versions) {
        series.put(
            ColumnFamily.VERSIONS,
            Keys.version(learner, number),
            Codecs.VERSION,
            reader.versionRecord(learner, number).pruned(now));
      }
      series.write();
    }
  }

  /** The view shows the versions as they were before they were marked. */
  private long delete(View view, UnusedValues unused) {
    long[] entries = new long[1];
    try (BatchSeries series = new BatchSeries(database, probe, batchSize)) {
      unused.visit(
          (family, key, prunedBefore) -> {
            if (!prunedBefore || view.has(family, key)) {
              series.delete(family, key);
              entries[0] += family == ColumnFamily.CLASSES ? 1 : 0;
            }
          });
      series.write();
    }
    return entries[0];
  }
}
