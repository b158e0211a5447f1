package org.lammstream.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.lammstream.store.StoreKit.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.store.BackupInfo;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PruneResult;
import org.lammstream.store.PruneRule;
import org.lammstream.store.StoreBackups;
import org.lammstream.store.StoreControlException;
import org.lammstream.store.StoreKit;

/** The server and its client in one process: the lock makes the client go through the socket. */
class StoreServerTest {

  private final Path directory;
  private final Path backups;
  private final EmbeddingStore store;
  private final StoreServer server;

  StoreServerTest(@TempDir Path folder) {
    directory = folder.resolve("store");
    backups = folder.resolve("backups");
    store = EmbeddingStore.open(directory);
    server = StoreServer.start(store);
  }

  @BeforeEach
  void threeVersions() {
    for (int number = 1; number <= 3; number++) {
      StoreKit.commit(store, number);
    }
  }

  @AfterEach
  void close() {
    server.close();
    store.close();
  }

  @Test
  void whatAClientAsksForIsDoneToTheOpenStore() {
    try (StoreMaintenance client = StoreMaintenance.open(directory)) {
      assertThat(client).isInstanceOf(MaintenanceClient.class);
      client.rollback(LEARNER, 1, false);
      assertThat(store.alias(LEARNER, "champion")).hasValue(1);
      assertThat(store.head(LEARNER)).hasValue(3);
      client.rollback(LEARNER, 2, true);
      assertThat(store.alias(LEARNER, "champion")).hasValue(2);
      assertThat(store.head(LEARNER)).hasValue(2);
      client.moveHead(LEARNER, 3);
      assertThat(store.head(LEARNER)).hasValue(3);
      client.setAlias(LEARNER, "Käfer \"1\"\n", 1);
      assertThat(store.aliases(LEARNER)).isEqualTo(Map.of("champion", 2, "Käfer \"1\"\n", 1));
      client.removeAlias(LEARNER, "Käfer \"1\"\n");
      assertThat(store.aliases(LEARNER)).isEqualTo(Map.of("champion", 2));
      BackupInfo backup = client.backup(backups, 1);
      assertThat(StoreBackups.list(backups)).containsExactly(backup);
      assertThat(StoreBackups.verify(backups, backup.id())).isEqualTo(backup);
    }
    StoreKit.commit(store, 4);
  }

  @Test
  void everyPartOfARequestAndOfItsAnswerArrives() {
    for (PruneRule rule :
        List.of(
            new PruneRule(Optional.empty(), OptionalInt.of(7), OptionalInt.of(5)),
            new PruneRule(
                Optional.of(Duration.ofDays(30)), OptionalInt.empty(), OptionalInt.empty()))) {
      assertThat(Request.Prune.of(LEARNER, rule, true).rule()).isEqualTo(rule);
    }
    PruneResult result = new PruneResult(List.of(1, 2), List.of(3), 4, 5_000_000_000L, 6);
    assertThat(Answer.Pruned.of(result).result()).isEqualTo(result);
  }

  @Test
  void aRefusalArrivesAsTheExceptionThatTheStoreThrew() {
    StoreMaintenance direct = StoreMaintenance.of(store);
    try (StoreMaintenance client = StoreMaintenance.open(directory)) {
      for (Consumer<StoreMaintenance> request :
          List.<Consumer<StoreMaintenance>>of(
              way -> way.rollback(LEARNER, 9, false),
              way -> way.moveHead("nobody", 1),
              way -> way.removeAlias(LEARNER, "missing"),
              way -> way.setAlias(LEARNER, "12", 1),
              way -> way.backup(backups, -1),
              way -> way.backup(directory.resolve("inside"), 0))) {
        RuntimeException refusal =
            catchThrowableOfType(RuntimeException.class, () -> request.accept(direct));
        assertThatThrownBy(() -> request.accept(client))
            .isExactlyInstanceOf(refusal.getClass())
            .hasMessage(refusal.getMessage());
      }
      assertThat(store.aliases(LEARNER)).isEqualTo(Map.of("champion", 3));
      store.close();
      assertThatThrownBy(() -> client.moveHead(LEARNER, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("store " + directory + " is closed");
    }
  }

  @Test
  void onlyTheSameUserReachesTheSocket() throws IOException {
    Path control = directory.resolve("CONTROL");
    Path socket = Path.of(ControlFile.read(directory).orElseThrow().socket());
    assertThat(permissions(control)).isEqualTo("rw-------");
    assertThat(permissions(socket)).isEqualTo("rw-------");
    assertThat(permissions(socket.resolveSibling("."))).isEqualTo("rwx------");
    server.close();
    assertThat(control).doesNotExist();
    assertThat(socket.resolveSibling(".")).doesNotExist();
  }

  @Test
  void aClosedServerLeavesTheStoreOpenAndTellsClients() {
    StoreMaintenance client = StoreMaintenance.open(directory);
    server.close();
    assertThatThrownBy(() -> client.moveHead(LEARNER, 1))
        .isInstanceOf(StoreControlException.class)
        .hasMessage(
            "process "
                + ProcessHandle.current().pid()
                + ", which held store "
                + directory
                + ", is gone; nothing was changed: run the command again");
    client.close();
    StoreKit.commit(store, 4);
    try (StoreServer second = StoreServer.start(store);
        StoreMaintenance again = StoreMaintenance.open(directory)) {
      assertThat(second).isNotSameAs(server);
      again.moveHead(LEARNER, 4);
    }
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
