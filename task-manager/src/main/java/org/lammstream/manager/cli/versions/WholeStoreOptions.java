package org.lammstream.manager.cli.versions;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lammstream.store.EmbeddingStore;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A store of which a command takes all, whatever learners it holds. */
final class WholeStoreOptions {
  @Option(names = "--store", paramLabel = "DIR", description = "The store.")
  private @Nullable Path store;

  @Option(
      names = "--learner",
      paramLabel = "NAME",
      description = "Only checked to be in the store, for the command takes all of it.")
  private @Nullable String learner;

  /** The store's folder, if it was given. */
  Optional<Path> store() {
    return Optional.ofNullable(store);
  }

  /** The learner's name, if one was given. */
  Optional<String> learner() {
    return Optional.ofNullable(learner);
  }

  /**
   * The store's folder.
   *
   * @throws ParameterException if it was not given
   */
  Path required(CommandLine command) {
    return store()
        .orElseThrow(
            () -> new ParameterException(command, "Missing required option: '--store=DIR'"));
  }

  /** Complains about a learner that the store does not hold. */
  void checkLearner() {
    if (store != null && learner != null) {
      try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
        StoredLearner.find(open, store, learner());
      }
    }
  }
}
