package org.lammstream.manager.survive;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** A program for tests: one broker and controller of several, until standard input ends. */
public final class ClusterNode {
  private ClusterNode() {}

  /**
   * Runs.
   *
   * @param args folder, cluster id, number of this node, its ports for clients and controllers, and
   *     where all controllers are
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int node = Integer.parseInt(args[2]);
    if (!Files.exists(folder.resolve("meta.properties"))) {
      format(folder, args[1], node);
    }
    KafkaRaftServer server =
        new KafkaRaftServer(
            new KafkaConfig(settings(folder, node, args[3], args[4], args[5]), false), Time.SYSTEM);
    server.startup();
    System.out.println(BrokerMain.READY);
    while (System.in.read() >= 0) {
      // Nothing is ever written to it.
    }
    Runtime.getRuntime().halt(0);
  }

  private static void format(Path folder, String cluster, int node) throws Exception {
    Files.createDirectories(folder);
    new Formatter()
        .setNodeId(node)
        .setClusterId(cluster)
        .setDirectories(List.of(folder.toString()))
        .setMetadataLogDirectory(folder.toString())
        .setControllerListenerName("CONTROLLER")
        .setReleaseVersion(MetadataVersion.latestProduction())
        .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .run();
  }

  private static Map<String, String> settings(
      Path folder, int node, String client, String controller, String voters) {
    String host = "127.0.0.1:";
    Map<String, String> all = new HashMap<>();
    all.put("process.roles", "broker,controller");
    all.put("node.id", Integer.toString(node));
    all.put("controller.quorum.voters", voters);
    all.put("controller.listener.names", "CONTROLLER");
    all.put("listeners", "CLIENT://" + host + client + ",CONTROLLER://" + host + controller);
    all.put("advertised.listeners", "CLIENT://" + host + client);
    all.put("inter.broker.listener.name", "CLIENT");
    all.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    all.put("log.dirs", folder.toString());
    all.put("auto.create.topics.enable", "false");
    boolean several = voters.contains(",");
    String copies = several ? "3" : "1";
    String enough = several ? "2" : "1";
    all.put("default.replication.factor", copies);
    all.put("min.insync.replicas", enough);
    all.put("offsets.topic.replication.factor", copies);
    all.put("offsets.topic.num.partitions", "3");
    all.put("transaction.state.log.replication.factor", copies);
    all.put("transaction.state.log.min.isr", enough);
    all.put("transaction.state.log.num.partitions", "3");
    // A worker that is killed, or a broker, is missed soon.
    all.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
    all.put("broker.session.timeout.ms", "6000");
    all.put("group.initial.rebalance.delay.ms", "0");
    all.put("group.consumer.min.session.timeout.ms", "6000");
    all.put("group.consumer.session.timeout.ms", "6000");
    all.put("group.consumer.heartbeat.interval.ms", "2000");
    all.put("group.consumer.min.heartbeat.interval.ms", "1000");
    // Small machine.
    all.put("num.network.threads", "1");
    all.put("num.io.threads", "2");
    all.put("background.threads", "2");
    all.put("num.replica.fetchers", "1");
    all.put("num.recovery.threads.per.data.dir", "1");
    all.put("log.cleaner.backoff.ms", "1000");
    all.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    return all;
  }
}
