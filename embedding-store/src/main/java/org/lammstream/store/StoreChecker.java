package org.lammstream.store;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.lammstream.store.StoreProblem.Kind;

/** Reads a whole store, or all of one learner, and collects what is wrong with it. */
final class StoreChecker {

  private static final Set<ColumnFamily> OF_LEARNERS =
      EnumSet.of(
          ColumnFamily.LEARNERS,
          ColumnFamily.VERSIONS,
          ColumnFamily.CLASSES,
          ColumnFamily.HEADS,
          ColumnFamily.PROMPTS,
          ColumnFamily.SEEN,
          ColumnFamily.TESTS,
          ColumnFamily.PIXELS,
          ColumnFamily.EXAMPLES,
          ColumnFamily.SCORES,
          ColumnFamily.APPLIED);

  private final Database database;
  private final View view;
  private final Findings findings = new Findings();
  private final CheckProgress progress;
  private final FamilyScan scan;
  private final Map<String, StoreCheck.Family> families = new LinkedHashMap<>();

  StoreChecker(Database database, View view, CheckProgress progress) {
    this.database = database;
    this.view = view;
    this.progress = progress;
    this.scan = new FamilyScan(database, view, findings, progress);
  }

  StoreCheck check() {
    new DataFiles(database).check(findings, progress);
    for (ColumnFamily family : ColumnFamily.values()) {
      scan(family, new byte[0]);
    }
    checkOutbox();
    return result(scan.learners());
  }

  /**
   * Checks one learner.
   *
   * @throws UnknownVersionException if nothing is stored of it
   */
  StoreCheck check(String learner) {
    for (ColumnFamily family : OF_LEARNERS) {
      scan(family, Keys.learner(learner));
    }
    if (scan.learners().isEmpty() && findings.problems().isEmpty()) {
      throw new StoreReader(view).unknownLearner(learner);
    }
    TreeMap<String, Integer> only = new TreeMap<>(Map.of(learner, 0));
    only.putAll(scan.learners());
    return result(only);
  }

  /** A store of an older format that is open for reading only lacks some. */
  private void scan(ColumnFamily family, byte[] prefix) {
    if (database.has(family)) {
      families.put(family.familyName(), scan.scan(family, prefix));
    }
  }

  private StoreCheck result(Map<String, Integer> learners) {
    Map<String, LearnerCheck> conditions = new LinkedHashMap<>();
    learners.forEach(
        (learner, highest) ->
            conditions.put(
                learner, new LearnerChecker(view, findings, progress, learner).check(highest)));
    return new StoreCheck(
        StoreFormat.of(view),
        database.readOnly(),
        StoreFiles.bytes(database.directory()),
        learners.size(),
        (int) entries(ColumnFamily.VERSIONS),
        entries(ColumnFamily.OUTBOX),
        families,
        findings.problems(),
        conditions);
  }

  /** The next record to publish must not take the place of one that waits. */
  private void checkOutbox() {
    try {
      long next = view.get(ColumnFamily.META, OutboxWriter.NEXT_KEY, Codecs.META).orElse(1L);
      if (scan.lastOutbox() >= next) {
        findings.store(
            Kind.COUNTER,
            "the next result to publish would get number "
                + next
                + ", but number "
                + scan.lastOutbox()
                + " waits");
      }
    } catch (StoreException e) {
      findings.failure(e);
    }
  }

  private long entries(ColumnFamily family) {
    return Optional.ofNullable(families.get(family.familyName()))
        .map(StoreCheck.Family::entries)
        .orElse(0L);
  }
}
