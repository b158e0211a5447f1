package org.lammstream.store.maintenance;

import java.nio.file.Path;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;

/**
 * What can be done to a store from outside while somebody else works with it. Thread-safe. Every
 * method throws what the method of the same name of {@link EmbeddingStore} throws; if another
 * process holds the store, also {@link org.lammstream.store.StoreControlException}, whose message
 * says whether anything may have been changed.
 */
public interface StoreMaintenance extends AutoCloseable {

  /**
   * Opens the store itself if nobody holds it, otherwise asks the process that does. Waits a few
   * seconds for a process that is just starting or ending.
   *
   * @param store folder of an existing store
   * @throws org.lammstream.store.StoreFormatException if the folder holds no store
   * @throws org.lammstream.store.StoreControlException if a process holds the store and takes no
   *     requests
   */
  static StoreMaintenance open(Path store) {
    return new MaintenanceOpener(store).open();
  }

  /** Maintenance of a store that the caller has open and goes on owning. */
  static StoreMaintenance of(EmbeddingStore store) {
    return new DirectMaintenance(store, () -> {});
  }

  /** As {@link EmbeddingStore#rollback}. */
  void rollback(String learner, int number, boolean moveHead);

  /** As {@link EmbeddingStore#moveHead}. */
  void moveHead(String learner, int number);

  /** As {@link EmbeddingStore#setAlias}. */
  void setAlias(String learner, String name, int number);

  /** As {@link EmbeddingStore#removeAlias}. */
  void removeAlias(String learner, String name);

  /** As {@link EmbeddingStore#prune}. */
  PruneResult prune(String learner, PruneRule rule, boolean dryRun);

  /**
   * As {@link EmbeddingStore#backup}.
   *
   * @param directory a relative path counts from the working directory of the caller
   */
  BackupInfo backup(Path directory, int keep);

  /** Releases the store if this opened it. */
  @Override
  void close();
}
