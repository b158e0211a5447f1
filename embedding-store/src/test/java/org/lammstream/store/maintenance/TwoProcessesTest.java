package org.lammstream.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.StoreKit.LEARNER;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreBackups;
import org.lammstream.store.StoreControlException;
import org.lammstream.store.StoreFormatException;
import org.lammstream.store.StoreKit;

class TwoProcessesTest {

  private final Path directory;
  private final Path backups;

  TwoProcessesTest(@TempDir Path folder) {
    directory = folder.resolve("store");
    backups = folder.resolve("backups");
  }

  @Test
  void aStoreThatAnotherProcessHoldsIsMaintainedThroughIt() throws Exception {
    Process child = serve();
    try (var output = child.inputReader();
        StoreMaintenance maintenance = StoreMaintenance.open(directory)) {
      maintenance.rollback(LEARNER, 1, true);
      maintenance.setAlias(LEARNER, "baseline", 2);
      int id = maintenance.backup(backups, 0).id();
      assertThat(StoreBackups.verify(backups, id).id()).isEqualTo(id);
      try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
        assertThat(reader.aliases(LEARNER)).isEqualTo(Map.of("champion", 1, "baseline", 2));
        assertThat(reader.head(LEARNER)).hasValue(1);
      }
      child.getOutputStream().close();
      assertThat(output.readLine()).isEqualTo("closing");
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly();
    }
    assertThat(directory.resolve("CONTROL")).doesNotExist();
  }

  @Test
  void whenTheProcessIsKilledItsClientsAreToldAndTheNextTakesTheStoreOver() throws Exception {
    Process child = serve();
    try (StoreMaintenance maintenance = StoreMaintenance.open(directory)) {
      maintenance.rollback(LEARNER, 1, false);
      child.destroyForcibly().waitFor();
      assertThat(directory.resolve("CONTROL")).exists();
      assertThatThrownBy(() -> maintenance.rollback(LEARNER, 2, false))
          .isInstanceOf(StoreControlException.class)
          .hasMessage(
              "process "
                  + child.pid()
                  + ", which held store "
                  + directory
                  + ", is gone; nothing was changed: run the command again");
    } finally {
      child.destroyForcibly();
    }
    try (StoreMaintenance direct = StoreMaintenance.open(directory)) {
      assertThat(direct).isInstanceOf(DirectMaintenance.class);
      direct.rollback(LEARNER, 2, false);
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory);
        StoreServer server = StoreServer.start(store);
        StoreMaintenance client = StoreMaintenance.open(directory)) {
      assertThat(server).isNotNull();
      assertThat(store.alias(LEARNER, "champion")).hasValue(2);
      client.rollback(LEARNER, 1, false);
      assertThat(store.alias(LEARNER, "champion")).hasValue(1);
    }
  }

  @Test
  void aHolderThatTakesNoRequestsIsReported() throws Exception {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      StoreKit.commit(store, 1);
      // What a killed process leaves behind.
      ControlFile.of(directory.resolve("nobody-listens")).write(directory);
      assertThatThrownBy(() -> StoreMaintenance.open(directory))
          .isInstanceOf(StoreControlException.class)
          .hasMessage(
              "store "
                  + directory
                  + " is held by another process, which takes no maintenance requests; nothing was"
                  + " changed: stop that process and run the command again");
      Files.writeString(directory.resolve("CONTROL"), "half a li");
      assertThat(ControlFile.read(directory)).isEmpty();
    }
  }

  @Test
  void anAnswerThatNeverCameLeavesTheOutcomeOpen() throws Exception {
    Path folder = SocketFolder.make();
    Path socket = folder.resolve("control");
    try (EmbeddingStore store = EmbeddingStore.open(directory);
        ServerSocketChannel breaksOff = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      StoreKit.commit(store, 1);
      breaksOff.bind(UnixDomainSocketAddress.of(socket));
      ControlFile.of(socket).write(directory);
      Thread listener = new Thread(() -> readAndClose(breaksOff));
      listener.start();
      try (StoreMaintenance client = StoreMaintenance.open(directory)) {
        assertThatThrownBy(() -> client.rollback(LEARNER, 1, false))
            .isInstanceOf(StoreControlException.class)
            .hasMessageContaining("it broke off before it answered")
            .hasMessageContaining("whether this was carried out is not known");
      }
      listener.join();
    } finally {
      SocketFolder.remove(folder);
    }
  }

  @Test
  void aFolderWithoutAStoreIsNotMadeOne() {
    assertThatThrownBy(() -> StoreMaintenance.open(directory))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage("folder " + directory + " holds no store");
    assertThat(directory).doesNotExist();
  }

  /** Takes the connection that looks whether anybody listens, and one request. */
  private static void readAndClose(ServerSocketChannel listener) {
    try {
      listener.accept().close();
      try (var connection = listener.accept()) {
        new Wire().read(connection, Request.class, Wire.LONGEST_REQUEST);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process serve() throws IOException {
    Process child = StoreKit.startChild(directory, "serve");
    assertThat(child.inputReader().readLine()).isEqualTo("serving");
    return child;
  }
}
