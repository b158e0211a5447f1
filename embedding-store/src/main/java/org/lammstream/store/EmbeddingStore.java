package org.lammstream.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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
@SuppressWarnings("DoNotCallSuggester")
public final class EmbeddingStore implements AutoCloseable {

  private EmbeddingStore() {}

  /**
   * Opens the store for reading and writing; makes it if the folder is missing or empty.
   *
   * @throws StoreLockedException if the store is open for writing elsewhere
   * @throws StoreFormatException if the store has a newer format, or the folder holds other files
   */
  public static EmbeddingStore open(Path directory) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens an existing store for reading, as it is now: later commits of a writer are not seen.
   * Works while another process holds the store for writing. Methods that write throw {@link
   * UnsupportedOperationException}.
   *
   * @throws StoreFormatException if there is no store, or it has a newer format
   */
  public static EmbeddingStore openReadOnly(Path directory) {
    throw new UnsupportedOperationException();
  }

  /** Names of all learners, sorted. */
  public Set<String> learners() {
    throw new UnsupportedOperationException();
  }

  /** The version that the learner's next task continues; empty for an unknown learner. */
  public OptionalInt head(String learner) {
    throw new UnsupportedOperationException();
  }

  /** The number that the learner's next version must have; 1 for an unknown learner. */
  public int nextVersion(String learner) {
    throw new UnsupportedOperationException();
  }

  /**
   * One whole version.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public Version version(String learner, int number) {
    throw new UnsupportedOperationException();
  }

  /** All versions of the learner by number, without embeddings; empty for an unknown learner. */
  public List<VersionSummary> versions(String learner) {
    throw new UnsupportedOperationException();
  }

  /** Whether a commit has settled this event. */
  public boolean isApplied(String learner, String eventId) {
    throw new UnsupportedOperationException();
  }

  /** Where consuming this partition must resume; empty if nothing of it was committed. */
  public OptionalLong nextOffset(SourcePartition partition) {
    throw new UnsupportedOperationException();
  }

  /** The oldest {@code limit} records that wait to be published, in order. */
  public List<OutboxEntry> outbox(int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes records that were published. Not synced: after a power failure, not after a crash of
   * the process, they may be there again and be published twice.
   */
  public void clearOutbox(List<OutboxEntry> published) {
    throw new UnsupportedOperationException();
  }

  /** A cached image feature; the array is the caller's. */
  public Optional<float[]> feature(FeatureKey key) {
    throw new UnsupportedOperationException();
  }

  /** Adds image features to the cache; not synced, for they can be computed again. */
  public void putFeatures(Map<FeatureKey, float[]> features) {
    throw new UnsupportedOperationException();
  }

  /** Test sets of the head and of the versions it goes back to, in task order. */
  public List<TestSet> testSets(String learner) {
    throw new UnsupportedOperationException();
  }

  /** All cells of the accuracy matrix of the head and of the versions it goes back to. */
  public List<CellScore> scores(String learner) {
    throw new UnsupportedOperationException();
  }

  /** All aliases of the learner, by name; empty for an unknown learner. */
  public Map<String, Integer> aliases(String learner) {
    throw new UnsupportedOperationException();
  }

  /** The version that an alias stands for; empty if the learner has no such alias. */
  public OptionalInt alias(String learner, String name) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes an alias or moves it to another version; synced, a pointer flip whatever the size.
   *
   * @throws UnknownVersionException if the learner has no such version
   */
  public void setAlias(String learner, String name, int number) {
    throw new UnsupportedOperationException();
  }

  /**
   * Writes everything in the commit in one atomic, synced batch. After a normal return it survives
   * a crash and a power failure; after an exception nothing of it is there.
   *
   * @throws IllegalArgumentException if the version's number is not {@link #nextVersion}, its
   *     parent is unknown, its digest is not that of its classes, or an alias names an unknown
   *     version
   * @throws IllegalStateException if the event was applied before and the commit has a version
   */
  public void commit(TaskCommit commit) {
    throw new UnsupportedOperationException();
  }

  /** Reads every value and every version, and reports what is there and what is damaged. */
  public StoreCheck check() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
