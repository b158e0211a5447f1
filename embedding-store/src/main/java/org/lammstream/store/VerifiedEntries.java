package org.lammstream.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.lammstream.store.ClassEntries.Reference;

/**
 * Reads a learner's class entries for checking. Versions share most of them, so what was read is
 * remembered, up to a limit, as what a digest needs of it.
 */
final class VerifiedEntries {

  private static final long LIMIT_BYTES = 64L << 20;

  private final View view;
  private final String learner;

  /** Least recently used first. */
  private final Map<Reference, Entry> known = new LinkedHashMap<>(16, 0.75f, true);

  private long bytes;

  VerifiedEntries(View view, String learner) {
    this.view = view;
    this.learner = learner;
  }

  /** A readable entry: its class, what it adds to a digest, and the length of its image sum. */
  record Entry(String name, byte[] digestBytes, int imageSum) {}

  /**
   * The entry.
   *
   * @throws StoreCorruptedException if it is missing or damaged
   */
  Entry read(Reference reference) {
    Entry entry = known.get(reference);
    if (entry == null) {
      entry = load(reference);
      known.put(reference, entry);
      bytes += entry.digestBytes().length;
      forget();
    }
    return entry;
  }

  private Entry load(Reference reference) {
    byte[] key = Keys.classEntry(learner, reference.version(), reference.classId());
    Optional<ClassEmbedding> stored = view.get(ColumnFamily.CLASSES, key, Codecs.CLASS);
    ClassEmbedding entry =
        stored.orElseThrow(
            () -> StoreCorruptedException.missing(ColumnFamily.CLASSES, key, "value is missing"));
    return new Entry(entry.name(), EmbeddingsDigest.bytes(entry), entry.images().sum().length);
  }

  private void forget() {
    var oldest = known.values().iterator();
    while (bytes > LIMIT_BYTES && oldest.hasNext()) {
      bytes -= oldest.next().digestBytes().length;
      oldest.remove();
    }
  }
}
