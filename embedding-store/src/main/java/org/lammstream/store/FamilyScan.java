package org.lammstream.store;

import java.nio.BufferUnderflowException;
import java.util.Map;
import java.util.TreeMap;
import org.lammstream.store.Codecs.AppliedRecord;
import org.lammstream.store.StoreProblem.Kind;
import org.rocksdb.RocksDBException;

/** Reads the values of a column family one after the other, and remembers what others ask for. */
final class FamilyScan {

  private static final int REPORT_EVERY = 1000;

  private final Database database;
  private final View view;
  private final Findings findings;
  private final CheckProgress progress;

  /** Learner → highest number of a version that is stored, whether it can be read or not. */
  private final Map<String, Integer> learners = new TreeMap<>();

  private long lastOutbox;

  FamilyScan(Database database, View view, Findings findings, CheckProgress progress) {
    this.database = database;
    this.view = view;
    this.findings = findings;
    this.progress = progress;
  }

  /** Learners by what is stored of them, with the highest number of a version; 0 if none. */
  Map<String, Integer> learners() {
    return learners;
  }

  /** Sequence of the last record that waits to be published; 0 if none. */
  long lastOutbox() {
    return lastOutbox;
  }

  /**
   * Reads all values whose keys begin with the prefix. Behind a damaged block of a data file it
   * cannot go on; what learners need is looked up key by key later.
   */
  StoreCheck.Family scan(ColumnFamily family, byte[] prefix) {
    long entries = 0;
    long bytes = 0;
    long estimate = estimate(family);
    String step = "column family " + family.familyName();
    try (Cursor cursor = view.cursor(family)) {
      for (boolean more = cursor.seek(prefix);
          more && Keys.startsWith(cursor.key(), prefix);
          more = cursor.next()) {
        byte[] key = cursor.key();
        byte[] value = cursor.value();
        entries++;
        bytes += key.length + value.length;
        check(family, key, value);
        if (entries % REPORT_EVERY == 0) {
          progress.advanced(step, entries, estimate);
        }
      }
    } catch (StoreException e) {
      findings.failure(e);
      if (!family.isLookedUp()) {
        findings.store(Kind.FILE, "column family " + family.familyName() + ": not read to its end");
      }
    }
    progress.advanced(step, entries, Math.max(entries, estimate));
    return new StoreCheck.Family(entries, bytes);
  }

  private void check(ColumnFamily family, byte[] key, byte[] value) {
    try {
      switch (family) {
        case LEARNERS -> learners.putIfAbsent(Keys.firstText(key), 0);
        case VERSIONS ->
            learners.merge(Keys.firstText(key), Keys.lastNumber(key), (a, b) -> Math.max(a, b));
        case OUTBOX -> lastOutbox = Keys.outboxSequence(key);
        default -> {}
      }
      Object read = Codecs.of(family).open(family, key, value);
      if (read instanceof AppliedRecord applied) {
        checkApplied(Keys.firstText(key), applied);
      }
    } catch (StoreException e) {
      findings.failure(e);
    } catch (IndexOutOfBoundsException | BufferUnderflowException e) {
      findings.value(new Damage(family, key, "key has a wrong shape", Damage.Sort.CHANGED));
    }
  }

  private void checkApplied(String learner, AppliedRecord applied) {
    int version = applied.version();
    if (version != 0 && !view.has(ColumnFamily.VERSIONS, Keys.version(learner, version))) {
      findings.learner(
          Kind.REFERENCE, learner, "an event counts as learned by unknown version " + version);
    }
  }

  private long estimate(ColumnFamily family) {
    try {
      return database.rocks().getLongProperty(database.handle(family), "rocksdb.estimate-num-keys");
    } catch (RocksDBException e) {
      return 0; // An estimate of nothing is as good as none.
    }
  }
}
