package org.lammstream.store.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.lammstream.store.StoreKit.LEARNER;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreBackups;
import org.lammstream.store.StoreKit;

/** Clients that send nonsense, nothing, or do not listen. */
class BadClientTest {

  private final Path directory;
  private final EmbeddingStore store;

  BadClientTest(@TempDir Path folder) {
    directory = folder.resolve("store");
    store = EmbeddingStore.open(directory);
    StoreKit.commit(store, 1);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "garbage",
        "",
        "[]",
        "null",
        "{\"request\":\"explode\"}",
        "{\"learner\":\"birds\",\"number\":1}",
        "{\"request\":\"move-head\",\"learner\":\"birds\"}",
        "{\"request\":\"move-head\",\"learner\":null,\"number\":1}",
        "{\"request\":\"move-head\",\"learner\":\"birds\",\"number\":\"one\"}",
        "{\"request\":\"move-head\",\"learner\":\"birds\",\"number\":1,\"more\":2}",
        "{\"request\":\"move-head\",\"learner\":\"birds\",\"number\":1} {}",
      })
  void aRequestThatIsNoneIsRefused(String line) throws IOException {
    try (StoreServer server = StoreServer.start(store)) {
      assertThat(server).isNotNull();
      Answer answer = answerTo(line + "\n");
      assertThat(answer).isInstanceOf(Answer.Failed.class);
      assertThat(((Answer.Failed) answer).kind()).isEqualTo(FailureKind.CONTROL);
      assertThat(((Answer.Failed) answer).message())
          .startsWith("the process that holds the store does not understand the request");
      assertAGoodClientIsServed();
    }
  }

  @Test
  void aRequestWithoutEndIsCutOff() throws IOException {
    try (StoreServer server = StoreServer.start(store)) {
      assertThat(server).isNotNull();
      Answer answer = answerTo("x".repeat(Wire.LONGEST_REQUEST + 1));
      assertThat(((Answer.Failed) answer).message()).contains("more than 65536 bytes");
      assertAGoodClientIsServed();
    }
  }

  @Test
  void clientsThatSendNothingHoldNobodyUpForLongAndLeaveNoThread() throws IOException {
    ServerLimits limits = new ServerLimits(3, Duration.ofMillis(300), Duration.ofSeconds(1));
    List<SocketChannel> silent = new ArrayList<>();
    try (StoreServer server = StoreServer.start(store, limits)) {
      assertThat(server).isNotNull();
      for (int i = 0; i < 3; i++) {
        silent.add(connect());
      }
      assertAGoodClientIsServed(); // after it was told a few times that the server is busy
      for (SocketChannel channel : silent) {
        assertThat(channel.read(ByteBuffer.allocate(1))).isEqualTo(-1);
      }
    } finally {
      for (SocketChannel channel : silent) {
        channel.close();
      }
    }
    await().until(() -> serverThreads().isEmpty());
  }

  @Test
  void closingDoesNotWaitForASilentClient() throws IOException {
    ServerLimits limits = new ServerLimits(3, Duration.ofHours(1), Duration.ofMillis(50));
    StoreServer server = StoreServer.start(store, limits);
    try (SocketChannel silent = connect()) {
      assertAGoodClientIsServed();
      server.close();
      assertThat(silent.read(ByteBuffer.allocate(1))).isEqualTo(-1);
    }
    await().until(() -> serverThreads().isEmpty());
  }

  @Test
  void anAcceptedRequestIsCarriedOutThoughItsClientLeft() throws IOException {
    Path backups = directory.resolveSibling("backups");
    try (StoreServer server = StoreServer.start(store)) {
      assertThat(server).isNotNull();
      try (SocketChannel channel = connect()) {
        Wire.write(channel, new Request.Backup(backups.toString(), 0));
        assertThat(new Wire().read(channel, Answer.class, Wire.LONGEST_ANSWER))
            .isEqualTo(new Answer.Accepted());
      }
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(StoreBackups.list(backups)).hasSize(1));
      assertAGoodClientIsServed();
    }
  }

  private void assertAGoodClientIsServed() {
    StoreKit.commit(store, store.nextVersion(LEARNER));
    try (StoreMaintenance client = StoreMaintenance.open(directory)) {
      client.rollback(LEARNER, 1, false);
    }
    assertThat(store.alias(LEARNER, "champion")).hasValue(1);
  }

  private Answer answerTo(String text) throws IOException {
    try (SocketChannel channel = connect()) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return new Wire().read(channel, Answer.class, Wire.LONGEST_ANSWER);
    }
  }

  private SocketChannel connect() throws IOException {
    String socket = ControlFile.read(directory).orElseThrow().socket();
    return SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  private static List<Thread> serverThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("lamm-store-server"))
        .toList();
  }
}
