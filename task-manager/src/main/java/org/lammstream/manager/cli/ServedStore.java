package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreIoException;
import org.lammstream.store.maintenance.StoreServer;

/** A store that is held for long, and that other processes can still maintain meanwhile. */
final class ServedStore implements AutoCloseable {
  private final EmbeddingStore store;
  private final Optional<StoreServer> server;

  private ServedStore(EmbeddingStore store, Optional<StoreServer> server) {
    this.store = store;
    this.server = server;
  }

  /**
   * Opens a store for writing. Where no requests can be taken, a note says so: learning does not
   * depend on them.
   */
  static ServedStore open(Path folder, Console console) {
    EmbeddingStore store = EmbeddingStore.open(folder);
    try {
      return new ServedStore(store, Optional.of(StoreServer.start(store)));
    } catch (StoreIoException e) {
      console.err().println("note: " + ErrorLine.of(e));
      return new ServedStore(store, Optional.empty());
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
  }

  EmbeddingStore store() {
    return store;
  }

  @Override
  public void close() {
    try (store) {
      server.ifPresent(StoreServer::close);
    }
  }
}
