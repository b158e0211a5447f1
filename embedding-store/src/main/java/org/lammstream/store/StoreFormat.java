package org.lammstream.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** The number that says how the whole store is laid out, and the steps from each to the next. */
final class StoreFormat {

  static final byte[] KEY = Keys.meta("format");

  /**
   * From 1 to 2: versions can be pruned, and a manifest can build on another. What format 1 wrote
   * is valid as it is; the new number keeps programs away that do not know the new fields.
   */
  private static final Migration PRUNED_VERSIONS = (view, batch) -> {};

  /**
   * From 2 to 3: class entries can end with the weight of their image prototype. What format 2
   * wrote is valid as it is.
   */
  private static final Migration IMAGE_WEIGHTS = (view, batch) -> {};

  /**
   * From 3 to 4: class entries can end with the sum of their image features, and versions can have
   * a visual state, the examples of their tasks, each in a column family of its own, and something
   * that they forgot. What format 3 wrote is valid as it is.
   */
  private static final Migration VISUAL_STATES = (view, batch) -> {};

  /**
   * From 4 to 5: versions can have prompts that their classes share, in a column family of their
   * own. What format 4 wrote is valid as it is.
   */
  private static final Migration SHARED_PROMPTS = (view, batch) -> {};

  /**
   * From 5 to 6: versions can have pixels of test images and features of tests as they see them, in
   * column families of their own. What format 5 wrote is valid as it is.
   */
  private static final Migration PROMPTED_TESTS = (view, batch) -> {};

  /** Step i leads from format i + 1 to format i + 2. */
  private static final List<Migration> STEPS =
      List.of(PRUNED_VERSIONS, IMAGE_WEIGHTS, VISUAL_STATES, SHARED_PROMPTS, PROMPTED_TESTS);

  /** Newest format that this program reads and the one that it writes. */
  static final int CURRENT = STEPS.size() + 1;

  static final StoreFormat STANDARD = new StoreFormat(STEPS);

  private final List<Migration> steps;

  StoreFormat(List<Migration> steps) {
    this.steps = List.copyOf(steps);
  }

  /** The format of a store that was let pass. */
  static int of(View view) {
    return Math.toIntExact(view.get(ColumnFamily.META, KEY, Codecs.META).orElse(0L));
  }

  /**
   * Lets a store of our format pass, brings an older one that is open for writing up to it, and
   * turns an empty database into one.
   *
   * @throws StoreFormatException for any other; nothing is changed then
   */
  void check(Database database) throws RocksDBException {
    Optional<Long> format = read(database);
    if (format.isPresent() && format.get() > newest()) {
      throw new StoreFormatException(
          "store "
              + database.directory()
              + " has format "
              + format.get()
              + ", this program reads up to format "
              + newest()
              + "; nothing was changed: use a newer version of this program",
          null);
    }
    if (format.isPresent() && isComplete(database, format.get())) {
      migrate(database, format.get());
      return;
    }
    // Without a format this is a database that is not ours, or one whose creation was interrupted;
    // only the latter is empty.
    if (format.isPresent() || database.readOnly() || !isEmpty(database)) {
      throw new StoreFormatException("folder " + database.directory() + " holds no store", null);
    }
    database.createMissingFamilies(newest());
    try (Batch batch = new Batch(database)) {
      batch.put(ColumnFamily.META, KEY, Codecs.META, newest());
      batch.writeSynced();
    }
  }

  private long newest() {
    return steps.size() + 1L;
  }

  private void migrate(Database database, long from) throws RocksDBException {
    if (database.readOnly()) {
      return; // Every older format is read as it is.
    }
    for (long format = from; format < newest(); format++) {
      // Broken off behind this, the store has its old format and families that nothing refers to.
      database.createMissingFamilies(format + 1);
      try (View view = database.view();
          Batch batch = new Batch(database)) {
        steps.get((int) format - 1).apply(view, batch);
        batch.put(ColumnFamily.META, KEY, Codecs.META, format + 1);
        batch.writeSynced();
      }
    }
  }

  private static boolean isComplete(Database database, long format) {
    return Arrays.stream(ColumnFamily.values())
        .filter(family -> family.since() <= format)
        .allMatch(database::has);
  }

  private static Optional<Long> read(Database database) {
    if (!database.has(ColumnFamily.META)) {
      return Optional.empty();
    }
    try (View view = database.view()) {
      return view.get(ColumnFamily.META, KEY, Codecs.META);
    }
  }

  private static boolean isEmpty(Database database) throws RocksDBException {
    for (ColumnFamilyHandle handle : database.handles()) {
      try (RocksIterator iterator = database.rocks().newIterator(handle)) {
        iterator.seekToFirst();
        iterator.status();
        if (iterator.isValid()) {
          return false;
        }
      }
    }
    return true;
  }
}
