package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.KafkaConnection;

/** A broker that can be stopped, killed and started again in the same place. */
final class BrokerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final int port = freePort();
  private final int advertised;
  private int starts;
  private Optional<JavaProcess> process = Optional.empty();

  /** A broker that is not started yet. */
  BrokerProcess(Path folder) {
    this.folder = folder;
    this.advertised = port;
  }

  /** A broker that is not started yet and sends its clients to another port. */
  BrokerProcess(Path folder, int advertised) {
    this.folder = folder;
    this.advertised = advertised;
  }

  static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its own port. */
  int port() {
    return port;
  }

  /** Where clients find it. */
  KafkaConnection connection() {
    return KafkaConnection.to("127.0.0.1:" + advertised);
  }

  /** Returns when it serves. */
  BrokerProcess start() {
    starts++;
    JavaProcess started =
        new JavaProcess(
            folder.resolve("start-" + starts),
            List.of(),
            BrokerMain.class.getName(),
            List.of(
                folder.resolve("data").toString(),
                Integer.toString(port),
                Integer.toString(advertised)));
    process = Optional.of(started);
    await()
        .atMost(PATIENCE)
        .until(() -> started.said().contains(BrokerMain.READY) || !started.isAlive());
    assertThat(started.isAlive()).as(started.said()).isTrue();
    return this;
  }

  /** Stops it in order. */
  void stop() {
    JavaProcess running = process.orElseThrow();
    running.closeInput();
    assertThat(running.exitCode()).as(running.said()).isZero();
    process = Optional.empty();
  }

  /** SIGKILL. */
  void kill() {
    process.orElseThrow().kill();
    process = Optional.empty();
  }

  @Override
  public void close() {
    process.ifPresent(JavaProcess::close);
  }
}
