package org.lammstream.stream.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @Test
  void closingReleasesPortAndThreads(@TempDir Path directory) throws Exception {
    Set<Thread> before = threads();
    EmbeddedBroker broker = EmbeddedBroker.start(directory);
    assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
    assertThat(threads()).hasSizeGreaterThan(before.size() + 5);

    broker.close();
    broker.close();

    try (ServerSocket again = new ServerSocket(broker.port())) {
      assertThat(again.isBound()).isTrue();
    }
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              Set<Thread> left = threads();
              left.removeAll(before);
              left.removeIf(thread -> thread.getName().startsWith("awaitility"));
              // Kafka's meters share a clock of the whole JVM, started by its first broker.
              left.removeIf(thread -> thread.getName().startsWith("metrics-meter-tick"));
              assertThat(left).isEmpty();
            });
  }

  @Test
  void aPortThatIsTakenIsNamed(@TempDir Path directory) throws Exception {
    try (ServerSocket taken =
        new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      assertThatThrownBy(() -> EmbeddedBroker.start(directory, taken.getLocalPort()))
          .hasMessage("port " + taken.getLocalPort() + " of 127.0.0.1 is taken");
    }
  }

  private static Set<Thread> threads() {
    return new HashSet<>(Thread.getAllStackTraces().keySet());
  }
}
