package org.lammstream.manager.cli.versions;

import java.nio.file.Path;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;

/** Changes to a store's history. */
interface StoreMaintenance extends AutoCloseable {
  void rollback(String learner, int number, boolean moveHead);

  void setAlias(String learner, String name, int number);

  void removeAlias(String learner, String name);

  PruneResult prune(String learner, PruneRule rule, boolean dryRun);

  BackupInfo backup(Path directory, int keep);

  @Override
  void close();

  static StoreMaintenance open(Path folder) {
    EmbeddingStore store = EmbeddingStore.open(folder);
    return new StoreMaintenance() {
      @Override
      public void rollback(String learner, int number, boolean moveHead) {
        store.rollback(learner, number, moveHead);
      }

      @Override
      public void setAlias(String learner, String name, int number) {
        store.setAlias(learner, name, number);
      }

      @Override
      public void removeAlias(String learner, String name) {
        store.removeAlias(learner, name);
      }

      @Override
      public PruneResult prune(String learner, PruneRule rule, boolean dryRun) {
        return store.prune(learner, rule, dryRun);
      }

      @Override
      public BackupInfo backup(Path directory, int keep) {
        return store.backup(directory, keep);
      }

      @Override
      public void close() {
        store.close();
      }
    };
  }
}
