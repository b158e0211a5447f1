package org.lammstream.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.lammstream.stream.consume.SourcePartition;

/**
 * Learners and their versions in one RocksDB folder. One process writes; any number of processes
 * read. Thread-safe: readers never wait for a commit and always see whole commits; commits run one
 * after the other. The owner closes the store; afterwards every method throws {@link
 * IllegalStateException}.
 *
 * <p>Every method may throw {@link StoreCorruptedException} for a damaged value and {@link
 * StoreIoException} when files cannot be read or written.
 */
public final class EmbeddingStore implements AutoCloseable {

  private final Database database;
  private final CommitProbe probe;
  private final ReentrantLock writing = new ReentrantLock();

  /** Held for reading by every call and for writing by close: native memory must not vanish. */
  private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();

  private boolean closed;

  private EmbeddingStore(Database database, CommitProbe probe) {
    this.database = database;
    this.probe = probe;
  }

  /**
   * Opens the store for reading and writing; makes it if the folder is missing or empty.
   *
   * @throws StoreLockedException if the store is open for writing elsewhere
   * @throws StoreFormatException if the store has a newer format, or the folder holds other files
   */
  public static EmbeddingStore open(Path directory) {
    return open(directory, CommitProbe.NONE);
  }

  static EmbeddingStore open(Path directory, CommitProbe probe) {
    return new EmbeddingStore(new DatabaseOpener(directory).open(), probe);
  }

  /**
   * Opens an existing store for reading, as it is now: later commits of a writer are not seen.
   * Works while another process holds the store for writing. Methods that write throw {@link
   * UnsupportedOperationException}.
   *
   * @throws StoreFormatException if there is no store, or it has a newer format
   */
  public static EmbeddingStore openReadOnly(Path directory) {
    return new EmbeddingStore(new DatabaseOpener(directory).openReadOnly(), CommitProbe.NONE);
  }

  /** Names of all learners, sorted. */
  public Set<String> learners() {
    return read(StoreReader::learners);
  }

  /** The version that the learner's next task continues; empty for an unknown learner. */
  public OptionalInt head(String learner) {
    int head = learner(learner).head();
    return head == 0 ? OptionalInt.empty() : OptionalInt.of(head);
  }

  /** The number that the learner's next version must have; 1 for an unknown learner. */
  public int nextVersion(String learner) {
    return learner(learner).last() + 1;
  }

  /**
   * One whole version.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public Version version(String learner, int number) {
    return read(reader -> reader.version(learner, number));
  }

  /** All versions of the learner by number, without embeddings; empty for an unknown learner. */
  public List<VersionSummary> versions(String learner) {
    return read(reader -> reader.versions(learner));
  }

  /** Whether a commit has settled this event. */
  public boolean isApplied(String learner, String eventId) {
    return read(reader -> reader.isApplied(learner, eventId));
  }

  /** Where consuming this partition must resume; empty if nothing of it was committed. */
  public OptionalLong nextOffset(SourcePartition partition) {
    return read(reader -> reader.nextOffset(partition));
  }

  /** The oldest {@code limit} records that wait to be published, in order. */
  public List<OutboxEntry> outbox(int limit) {
    return read(reader -> reader.outbox(limit));
  }

  /**
   * Removes records that were published. Not synced: after a power failure, not after a crash of
   * the process, they may be there again and be published twice.
   */
  public void clearOutbox(List<OutboxEntry> published) {
    write(
        batch ->
            published.forEach(
                entry -> batch.delete(ColumnFamily.OUTBOX, Keys.outbox(entry.sequence()))));
  }

  /** A cached image feature; the array is the caller's. */
  public Optional<float[]> feature(FeatureKey key) {
    return read(reader -> reader.feature(key));
  }

  /** Adds image features to the cache; not synced, for they can be computed again. */
  public void putFeatures(Map<FeatureKey, float[]> features) {
    write(batch -> CommitWriter.addFeatures(batch, features));
  }

  /** Test sets of the head and of the versions it goes back to, in task order. */
  public List<TestSet> testSets(String learner) {
    return read(reader -> reader.testSets(learner, reader.head(learner)));
  }

  /**
   * Test sets of a version and of the versions it goes back to, in task order.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public List<TestSet> testSets(String learner, int number) {
    return read(reader -> reader.testSets(learner, number));
  }

  /** All cells of the accuracy matrix of the head and of the versions it goes back to. */
  public List<CellScore> scores(String learner) {
    return read(reader -> reader.scores(learner, reader.head(learner)));
  }

  /**
   * All cells of the accuracy matrix of a version and of the versions it goes back to.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public List<CellScore> scores(String learner, int number) {
    return read(reader -> reader.scores(learner, number));
  }

  /** All aliases of the learner, by name; empty for an unknown learner. */
  public Map<String, Integer> aliases(String learner) {
    return new TreeMap<>(learner(learner).aliases());
  }

  /** The version that an alias stands for; empty if the learner has no such alias. */
  public OptionalInt alias(String learner, String name) {
    Integer number = learner(learner).aliases().get(name);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * Makes an alias or moves it to another version; synced, a pointer flip whatever the size.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public void setAlias(String learner, String name, int number) {
    exclusively(
        view -> {
          StoreReader reader = new StoreReader(view);
          int known = reader.versionRecord(learner, number).number();
          LearnerRecord record = reader.learner(learner).orElse(LearnerRecord.NEW);
          try (Batch batch = new Batch(database)) {
            batch.put(
                ColumnFamily.LEARNERS,
                Keys.learner(learner),
                Codecs.LEARNER,
                record.withAliases(Map.of(name, known)));
            batch.writeSynced();
          }
        });
  }

  /**
   * Writes everything in the commit in one atomic, synced batch. After a normal return it survives
   * a crash and a power failure; after an exception nothing of it is there, except that a {@link
   * StoreIoException} leaves open, until the store is opened again, whether it is there whole or
   * not at all.
   *
   * @throws IllegalArgumentException if the version's number is not {@link #nextVersion}, its
   *     parent is unknown, its digest is not that of its classes, or an alias names an unknown
   *     version
   * @throws IllegalStateException if the event was applied before and the commit has a version
   */
  public void commit(TaskCommit commit) {
    exclusively(
        view -> {
          try (Batch batch = new Batch(database)) {
            new CommitWriter(view, batch).add(commit);
            probe.beforeWrite();
            batch.writeSynced();
          }
          probe.afterWrite();
        });
  }

  /** Reads every value and every version, and reports what is there and what is damaged. */
  public StoreCheck check() {
    return whileOpen(
        () -> {
          try (View view = database.view().withoutCache()) {
            return new StoreChecker(database, view).check();
          }
        });
  }

  /**
   * What the store takes and does now. Cheap enough to be asked every few seconds, and nobody waits
   * for it.
   */
  public StoreStatistics statistics() {
    return whileOpen(() -> new StatisticsReader(database).read());
  }

  /** Waits for calls under way, then releases all native memory and the lock on the folder. */
  @Override
  public void close() {
    lifecycle.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        database.close();
      }
    } finally {
      lifecycle.writeLock().unlock();
    }
  }

  private LearnerRecord learner(String learner) {
    return read(reader -> reader.learner(learner)).orElse(LearnerRecord.NEW);
  }

  private <T> T read(Function<StoreReader, T> reading) {
    return whileOpen(
        () -> {
          try (View view = database.view()) {
            return reading.apply(new StoreReader(view));
          }
        });
  }

  private void write(Consumer<Batch> change) {
    requireWritable();
    whileOpen(
        () -> {
          try (Batch batch = new Batch(database)) {
            change.accept(batch);
            batch.write();
            return true;
          }
        });
  }

  /** Lets one writer at a time see the store and change it. */
  private void exclusively(Consumer<View> change) {
    requireWritable();
    whileOpen(
        () -> {
          writing.lock();
          try (View view = database.view()) {
            change.accept(view);
            return true;
          } finally {
            writing.unlock();
          }
        });
  }

  private void requireWritable() {
    if (database.readOnly()) {
      throw new UnsupportedOperationException(
          "store " + database.directory() + " is open for reading only");
    }
  }

  private <T> T whileOpen(Supplier<T> action) {
    lifecycle.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException("store " + database.directory() + " is closed");
      }
      return action.get();
    } finally {
      lifecycle.readLock().unlock();
    }
  }
}
