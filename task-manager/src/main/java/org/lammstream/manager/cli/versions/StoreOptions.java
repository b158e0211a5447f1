package org.lammstream.manager.cli.versions;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.maintenance.StoreMaintenance;
import picocli.CommandLine.Option;

/** Which store, and whose versions in it. */
public final class StoreOptions {
  @Option(
      names = "--store",
      required = true,
      paramLabel = "DIR",
      description =
          "The store; a worker may hold it at the same time, unless the command says otherwise.")
  private Path store = Path.of("");

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      description = "Learner (default: the only one in the store).")
  private @Nullable String learner;

  /** The store's folder. */
  public Path store() {
    return store;
  }

  /** The learner's name, if one was given. */
  public Optional<String> learner() {
    return Optional.ofNullable(learner);
  }

  /** The learner as an open store has it. */
  StoredLearner learnerIn(EmbeddingStore open) {
    return StoredLearner.find(open, store, learner());
  }

  /** The learner as it is now. */
  StoredLearner read() {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      return learnerIn(open);
    }
  }

  /** The store for changes: itself, or the process that holds it. */
  StoreMaintenance maintain() {
    return StoreMaintenance.open(store);
  }
}
