package org.lammstream.store.maintenance;

import java.nio.file.Path;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;

/**
 * Maintenance of a store that is open in this process.
 *
 * @param store the open store
 * @param release called by close
 */
record DirectMaintenance(EmbeddingStore store, Runnable release) implements StoreMaintenance {

  @Override
  public void rollback(String learner, int number, boolean moveHead) {
    store.rollback(learner, number, moveHead);
  }

  @Override
  public void moveHead(String learner, int number) {
    store.moveHead(learner, number);
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
    release.run();
  }
}
