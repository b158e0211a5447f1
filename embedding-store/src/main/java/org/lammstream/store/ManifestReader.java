package org.lammstream.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.lammstream.store.VersionRecord.Base;
import org.lammstream.store.VersionRecord.Run;

/**
 * Puts manifests together from the records that hold their parts. It remembers the last one, so
 * that reading versions one after the other does not begin anew each time. Used by one thread.
 */
final class ManifestReader {

  private final StoreReader reader;
  private final String learner;
  private int lastVersion;
  private Manifest last = Manifest.EMPTY;

  ManifestReader(StoreReader reader, String learner) {
    this.reader = reader;
    this.learner = learner;
  }

  /**
   * The whole manifest of a version.
   *
   * @throws StoreCorruptedException if a part is missing or damaged
   */
  Manifest read(VersionRecord version) {
    Deque<List<Run>> changes = new ArrayDeque<>();
    VersionRecord record = version;
    for (Base base = record.base();
        base != null && record.number() != lastVersion;
        base = record.base()) {
      changes.push(record.classes());
      record = part(record, base);
    }
    Manifest start = record.number() == lastVersion ? last : Manifest.of(record.classes());
    last = start.with(changes);
    lastVersion = version.number();
    return last;
  }

  private VersionRecord part(VersionRecord record, Base base) {
    byte[] key = Keys.version(learner, base.version());
    if (base.version() >= record.number() || !reader.hasVersion(learner, base.version())) {
      throw new StoreCorruptedException(
          ColumnFamily.VERSIONS.locate(key)
              + ": value is missing, version "
              + record.number()
              + " needs it",
          null);
    }
    return reader.versionRecord(learner, base.version());
  }
}
