package org.lammstream.store;

import java.nio.file.Path;
import java.time.InstantSource;
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
import java.util.function.BiConsumer;
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

  /** Most changes that pruning writes together; bounds the memory. */
  private static final int PRUNE_BATCH = 2000;

  private final Database database;
  private final CommitProbe probe;
  private final InstantSource clock;
  private final ReentrantLock writer = new ReentrantLock();

  /** Held for reading by every call and for writing by close: native memory must not vanish. */
  private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();

  private final StoreSharing sharing = new StoreSharing(this);
  private boolean closed;

  /** Takes ownership of the database. */
  EmbeddingStore(Database database, CommitProbe probe, InstantSource clock) {
    this.database = database;
    this.probe = probe;
    this.clock = clock;
  }

  /**
   * Opens the store for reading and writing; makes it if the folder is missing or empty, and brings
   * one of an older format up to date.
   *
   * @throws StoreLockedException if the store is open for writing elsewhere
   * @throws StoreFormatException if the store has a newer format, or the folder holds other files
   */
  public static EmbeddingStore open(Path directory) {
    return open(directory, CommitProbe.NONE);
  }

  static EmbeddingStore open(Path directory, CommitProbe probe) {
    return open(directory, probe, InstantSource.system());
  }

  static EmbeddingStore open(Path directory, CommitProbe probe, InstantSource clock) {
    return new EmbeddingStore(new DatabaseOpener(directory).open(), probe, clock);
  }

  /**
   * Opens an existing store for reading, as it is now: later commits of a writer are not seen.
   * Works while another process holds the store for writing. Methods that write throw {@link
   * UnsupportedOperationException}.
   *
   * @throws StoreFormatException if there is no store, or it has a newer format
   */
  public static EmbeddingStore openReadOnly(Path directory) {
    return new EmbeddingStore(
        new DatabaseOpener(directory).openReadOnly(), CommitProbe.NONE, InstantSource.system());
  }

  /** The folder of the store, absolute. */
  public Path directory() {
    return database.directory();
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
   * @throws PrunedVersionException if the version has lost its embeddings
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

  /**
   * Pixels of the test images of one version's task; empty where its prompts do not change the
   * image tower, and for a pruned version that no readable one goes back to.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public Optional<TestPixels> testPixels(String learner, int number) {
    return read(reader -> reader.testPixels(learner, number));
  }

  /**
   * Features of the test sets of a version and of those it goes back to, as the version sees them;
   * empty where its prompts do not change the image tower, and for a pruned version.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public Optional<SeenTests> seenTests(String learner, int number) {
    return read(reader -> reader.seenTests(learner, number));
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
   * @throws PrunedVersionException if the version has lost its embeddings
   * @throws IllegalArgumentException if the name is blank or a number
   */
  public void setAlias(String learner, String name, int number) {
    point(learner, pointers -> pointers.setAlias(name, number));
  }

  /**
   * Removes an alias; the version stays. Synced.
   *
   * @throws UnknownVersionException if the learner has no such alias
   */
  public void removeAlias(String learner, String name) {
    point(learner, pointers -> pointers.removeAlias(name));
  }

  /**
   * Makes a version the champion ({@link Aliases#CHAMPION}); synced, a pointer flip whatever the
   * size. No version is lost.
   *
   * @param moveHead whether the next task continues from this version, too; it begins a branch then
   * @throws UnknownVersionException if the learner has no such version
   * @throws PrunedVersionException if the version has lost its embeddings
   */
  public void rollback(String learner, int number, boolean moveHead) {
    point(learner, pointers -> pointers.rollback(number, moveHead));
  }

  /**
   * Lets the learner's next task continue from a version; synced. The champion stays.
   *
   * @throws UnknownVersionException if the learner has no such version
   * @throws PrunedVersionException if the version has lost its embeddings
   */
  public void moveHead(String learner, int number) {
    point(learner, pointers -> pointers.moveHead(number));
  }

  /**
   * Removes the embeddings of versions that the rule does not protect and gives their space back.
   * The head and versions with an alias stay. A pruned version keeps its summary, its scores and,
   * while a version that can be read descends from it, its test set and the pixels; reading it
   * throws {@link PrunedVersionException}. Commits wait meanwhile, readers do not. Synced; after a
   * crash the store is whole and pruning again removes what was left.
   *
   * @param dryRun whether to say only what would be removed
   * @throws UnknownVersionException if there is no such learner
   */
  public PruneResult prune(String learner, PruneRule rule, boolean dryRun) {
    Pruner pruner = new Pruner(database, probe, learner, PRUNE_BATCH);
    if (dryRun) {
      return whileOpen(() -> pruner.plan(rule, clock.instant()));
    }
    requireWritable();
    return whileOpen(
        () -> pruner.giveSpaceBack(exclusively(() -> pruner.remove(rule, clock.instant()))));
  }

  /**
   * Writes everything in the commit in one atomic, synced batch. After a normal return it survives
   * a crash and a power failure; after an exception nothing of it is there, except that a {@link
   * StoreIoException} leaves open, until the store is opened again, whether it is there whole or
   * not at all.
   *
   * @throws IllegalArgumentException if the version's number is not {@link #nextVersion}, its
   *     parent is unknown, its digest is not that of its classes, or it does not see just the test
   *     sets that it goes back to
   * @throws IllegalStateException if the event was applied before and the commit has a version
   * @throws UnknownVersionException if an alias names an unknown version
   * @throws PrunedVersionException if the parent or an alias' version has lost its embeddings
   */
  public void commit(TaskCommit commit) {
    change((view, batch) -> committing(view, batch).add(commit));
  }

  /**
   * Adds a version that no source record brought, for example one from another store, in one
   * atomic, synced batch. It becomes the head; the champion follows as with every commit.
   *
   * @param aliases aliases to set, each to a version that exists with this one
   * @throws IllegalArgumentException as {@link #commit}
   * @throws UnknownVersionException as {@link #commit}
   * @throws PrunedVersionException as {@link #commit}
   */
  public void add(NewVersion version, Map<String, Integer> aliases) {
    change((view, batch) -> committing(view, batch).addFromElsewhere(version, aliases));
  }

  /** What lets other stores follow this one, and this one follow others. */
  public StoreSharing sharing() {
    return sharing;
  }

  /** What the store remembers of images that versions have learned from. */
  public LearnedImages images() {
    return new LearnedImages(this);
  }

  /** As {@link #check(CheckProgress)}, without a listener. */
  public StoreCheck check() {
    return check(CheckProgress.NONE);
  }

  /**
   * Reads the data files, every value and every version as they are at this moment, while others
   * read and commit, and reports what is there and what is damaged.
   */
  public StoreCheck check(CheckProgress progress) {
    return checked(progress, StoreChecker::check);
  }

  /**
   * As {@link #check(CheckProgress)} for the values and versions of one learner.
   *
   * @throws UnknownVersionException if there is no such learner
   */
  public StoreCheck check(String learner, CheckProgress progress) {
    return checked(progress, checker -> checker.check(learner));
  }

  private StoreCheck checked(CheckProgress progress, Function<StoreChecker, StoreCheck> checking) {
    return whileOpen(
        () -> {
          try (View view = database.view().withoutCache()) {
            return checking.apply(new StoreChecker(database, view, progress));
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

  /**
   * Adds a backup to a folder of backups, which is made if it is missing. Reads and commits go on
   * meanwhile; the backup is the store as it was at one moment, between two commits. Only data
   * files that no backup has yet are copied. A backup that is broken off leaves earlier ones whole.
   *
   * @param directory folder outside the store's, for backups of this store only
   * @param keep how many of the newest backups stay, 0 for all
   * @throws StoreLockedException if another backup or restore uses the folder
   * @throws StoreFormatException if the folder holds other files, or backups of another store
   */
  public BackupInfo backup(Path directory, int keep) {
    requireWritable();
    return whileOpen(() -> StoreBackup.add(database, directory, keep));
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

  private CommitWriter committing(View view, Batch batch) {
    return new CommitWriter(view, batch, sharing.outbox(view, batch));
  }

  private void point(String learner, Consumer<PointerWriter> change) {
    change(
        (view, batch) ->
            change.accept(new PointerWriter(view, batch, learner, sharing.outbox(view, batch))));
  }

  private LearnerRecord learner(String learner) {
    return read(reader -> reader.learner(learner)).orElse(LearnerRecord.NEW);
  }

  void reading(Consumer<View> reading) {
    whileOpen(
        () -> {
          try (View view = database.view()) {
            reading.accept(view);
            return true;
          }
        });
  }

  <T> T read(Function<StoreReader, T> reading) {
    return whileOpen(
        () -> {
          try (View view = database.view()) {
            return reading.apply(new StoreReader(view));
          }
        });
  }

  /** Rewrites data files without what was removed from them. */
  void giveSpaceBack(ColumnFamily family, byte[] prefix) {
    whileOpen(
        () -> {
          database.compact(Set.of(family), prefix);
          return true;
        });
  }

  void write(Consumer<Batch> change) {
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

  /** Lets one writer at a time see the store and fill a batch, which is then written. */
  void change(BiConsumer<View, Batch> change) {
    change(change, true);
  }

  void change(BiConsumer<View, Batch> change, boolean synced) {
    requireWritable();
    whileOpen(
        () ->
            exclusively(
                () -> {
                  try (View view = database.view();
                      Batch batch = new Batch(database)) {
                    change.accept(view, batch);
                    probe.beforeWrite();
                    if (synced) {
                      batch.writeSynced();
                    } else {
                      batch.write();
                    }
                    probe.afterWrite();
                    return true;
                  }
                }));
  }

  private <T> T exclusively(Supplier<T> writing) {
    writer.lock();
    try {
      return writing.get();
    } finally {
      writer.unlock();
    }
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
