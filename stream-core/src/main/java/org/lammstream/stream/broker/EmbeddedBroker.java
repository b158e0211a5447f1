package org.lammstream.stream.broker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real, single Apache Kafka broker in this JVM: KRaft, broker and controller in one, reachable
 * from this machine only. For demonstrations, single-machine runs and tests; it keeps one copy of
 * everything.
 *
 * <p>The data directory may be used again by a later broker, never by two at once. After a crash
 * the next start takes some ten seconds longer, until the dead broker's session is over.
 * Thread-safe.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int NODE = 1;

  private final KafkaRaftServer server;
  private final int port;
  private boolean closed;

  private EmbeddedBroker(KafkaRaftServer server, int port) {
    this.server = server;
    this.port = port;
  }

  /** Starts a broker on a free port and returns when it serves clients. */
  public static EmbeddedBroker start(Path directory) {
    return start(directory, ListenerSecurity.NONE);
  }

  /** The same for clients that must come in this way. */
  public static EmbeddedBroker start(Path directory, ListenerSecurity security) {
    return start(directory, freePort(), security);
  }

  /**
   * Starts a broker on this port and returns when it serves clients.
   *
   * @param directory for its data, made if it does not exist; kept at close
   * @param port a free port of the loopback interface
   * @throws UncheckedIOException if the directory or the port cannot be used
   */
  public static EmbeddedBroker start(Path directory, int port) {
    return start(directory, port, port, ListenerSecurity.NONE);
  }

  /**
   * The same behind something that forwards to it, such as a proxy.
   *
   * @param advertised the port of the loopback interface that clients are sent to
   * @throws UncheckedIOException if the directory or the port cannot be used
   */
  public static EmbeddedBroker start(Path directory, int port, int advertised) {
    return start(directory, port, advertised, ListenerSecurity.NONE);
  }

  /**
   * Starts a broker whose clients must come in this way.
   *
   * @param directory for its data, made if it does not exist; kept at close
   * @param port a free port of the loopback interface
   * @param security of the listener for clients; the broker itself connects through it too
   * @throws UncheckedIOException if the directory or the port cannot be used
   */
  public static EmbeddedBroker start(Path directory, int port, ListenerSecurity security) {
    return start(directory, port, port, security);
  }

  private static EmbeddedBroker start(
      Path directory, int port, int advertised, ListenerSecurity security) {
    checkFree(port);
    format(directory);
    Map<String, String> settings = settings(directory, port, freePort(port, advertised));
    settings.put("advertised.listeners", "CLIENT://" + HOST + ":" + advertised);
    settings.put(
        "listener.security.protocol.map",
        "CLIENT:" + security.protocol() + ",CONTROLLER:PLAINTEXT");
    settings.putAll(security.settings());
    KafkaConfig config = new KafkaConfig(settings, false);
    KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    return new EmbeddedBroker(server, port);
  }

  private static void format(Path directory) {
    try {
      Files.createDirectories(directory);
      if (Files.exists(directory.resolve("meta.properties"))) {
        return; // an earlier broker's data: formatting again would want its cluster id
      }
      ByteArrayOutputStream talk = new ByteArrayOutputStream();
      new Formatter()
          .setNodeId(NODE)
          .setClusterId(Uuid.randomUuid().toString())
          .setDirectories(List.of(directory.toString()))
          .setMetadataLogDirectory(directory.toString())
          .setControllerListenerName("CONTROLLER")
          .setReleaseVersion(MetadataVersion.latestProduction())
          .setIgnoreFormatted(true)
          .setPrintStream(new PrintStream(talk, true, StandardCharsets.UTF_8))
          .run();
    } catch (IOException e) {
      throw new UncheckedIOException("the broker's directory cannot be used: " + directory, e);
    } catch (Exception e) {
      throw new UncheckedIOException(
          new IOException("the broker's directory cannot be formatted: " + directory, e));
    }
  }

  private static Map<String, String> settings(Path directory, int port, int controllerPort) {
    Map<String, String> all = new HashMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(NODE));
    all.put("controller.quorum.voters", NODE + "@" + HOST + ":" + controllerPort);
    all.put("controller.listener.names", "CONTROLLER");
    all.put(
        "listeners",
        "CLIENT://" + HOST + ":" + port + ",CONTROLLER://" + HOST + ":" + controllerPort);
    all.put("inter.broker.listener.name", "CLIENT");
    all.put("log.dirs", directory.toString());
    all.put("auto.create.topics.enable", "false");
    // One broker: one copy, one partition, no waiting for others to join.
    all.put("offsets.topic.replication.factor", "1");
    all.put("offsets.topic.num.partitions", "1");
    all.put("transaction.state.log.replication.factor", "1");
    all.put("transaction.state.log.min.isr", "1");
    all.put("transaction.state.log.num.partitions", "1");
    all.put("share.coordinator.state.topic.replication.factor", "1");
    all.put("share.coordinator.state.topic.min.isr", "1");
    all.put("group.initial.rebalance.delay.ms", "0");
    // Small machine: few threads, little memory for the log cleaner.
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    all.put("background.threads", "2");
    all.put("num.recovery.threads.per.data.dir", "1");
    all.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    return all;
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** Stops the broker and waits until its threads and files are released. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      server.shutdown();
      server.awaitShutdown();
    }
  }

  private static void checkFree(int port) {
    // Kafka halts the whole JVM when it cannot bind, so find out before it tries.
    try (ServerSocket probe = new ServerSocket(port, 1, loopback())) {
      probe.setReuseAddress(true);
    } catch (IOException e) {
      throw new UncheckedIOException("port " + port + " of " + HOST + " is taken", e);
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
  }

  private static int freePort(int... taken) {
    try (ServerSocket probe = new ServerSocket(0, 1, loopback())) {
      int port = probe.getLocalPort();
      return IntStream.of(taken).anyMatch(one -> one == port) ? freePort(taken) : port;
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + HOST, e);
    }
  }
}
