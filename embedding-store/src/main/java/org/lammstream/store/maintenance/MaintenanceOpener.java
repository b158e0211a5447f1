package org.lammstream.store.maintenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreControlException;
import org.lammstream.store.StoreFormatException;
import org.lammstream.store.StoreIoException;
import org.lammstream.store.StoreLockedException;

/** Finds out who holds a store, and opens the way to it. */
final class MaintenanceOpener {

  /** Time for a process that has taken the lock to begin to listen, or to end. */
  private static final int ATTEMPTS = 30;

  private static final long PAUSE_MILLIS = 100;

  private final Path store;

  MaintenanceOpener(Path store) {
    this.store = store.toAbsolutePath().normalize();
  }

  StoreMaintenance open() {
    // Opening for writing would make a store.
    if (!Files.isRegularFile(store.resolve("CURRENT"))) {
      throw new StoreFormatException("folder " + store + " holds no store", null);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        EmbeddingStore open = EmbeddingStore.open(store);
        return new DirectMaintenance(open, open::close);
      } catch (StoreLockedException e) {
        Optional<StoreMaintenance> client = client();
        if (client.isPresent()) {
          return client.get();
        }
        if (attempt == ATTEMPTS) {
          throw new StoreControlException(
              "store "
                  + store
                  + " is held by another process, which takes no maintenance requests; nothing was"
                  + " changed: stop that process and run the command again",
              e);
        }
        pause();
      }
    }
  }

  private Optional<StoreMaintenance> client() {
    Optional<ControlFile> control;
    try {
      control = ControlFile.read(store);
    } catch (IOException e) {
      throw new StoreIoException("reading store " + store + ": " + e, e);
    }
    if (control.isEmpty()) {
      return Optional.empty();
    }
    MaintenanceClient client = new MaintenanceClient(store, control.get());
    if (client.isAnswered()) {
      return Optional.of(client);
    }
    client.close();
    return Optional.empty();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreControlException("interrupted while waiting; nothing was changed", e);
    }
  }
}
