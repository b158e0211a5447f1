package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;
import org.lammstream.stream.KafkaConnection;

/** Brokers as processes of their own that keep copies of everything for each other. */
final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Path folder;
  private final String id = Uuid.randomUuid().toString();
  private final Map<Integer, Ports> ports = new TreeMap<>();
  private final Map<Integer, JavaProcess> running = new TreeMap<>();
  private int starts;

  private record Ports(int client, int controller) {}

  /** So many brokers, numbered from 1, not started yet. */
  Cluster(Path folder, int brokers) {
    this.folder = folder;
    for (int node = 1; node <= brokers; node++) {
      ports.put(node, new Ports(BrokerProcess.freePort(), BrokerProcess.freePort()));
    }
  }

  /** Starts all, and returns when they serve. */
  Cluster start() {
    List<JavaProcess> started = new ArrayList<>();
    ports.keySet().forEach(node -> started.add(launch(node)));
    started.forEach(Cluster::awaitReady);
    return this;
  }

  /** Starts one that was killed; it catches up by itself. */
  void restart(int node) {
    awaitReady(launch(node));
  }

  private JavaProcess launch(int node) {
    starts++;
    Ports own = Optional.ofNullable(ports.get(node)).orElseThrow();
    JavaProcess process =
        new JavaProcess(
            folder.resolve("start-" + starts + "-of-" + node),
            List.of(),
            ClusterNode.class.getName(),
            List.of(
                folder.resolve("data-" + node).toString(),
                id,
                Integer.toString(node),
                Integer.toString(own.client()),
                Integer.toString(own.controller()),
                voters()));
    running.put(node, process);
    return process;
  }

  private static void awaitReady(JavaProcess process) {
    await()
        .atMost(PATIENCE)
        .until(() -> process.said().contains(BrokerMain.READY) || !process.isAlive());
    assertThat(process.isAlive()).as(process.said()).isTrue();
  }

  private String voters() {
    return ports.entrySet().stream()
        .map(entry -> entry.getKey() + "@127.0.0.1:" + entry.getValue().controller())
        .collect(Collectors.joining(","));
  }

  /** All of them, whether they run or not. */
  KafkaConnection connection() {
    return KafkaConnection.to(
        ports.values().stream()
            .map(one -> "127.0.0.1:" + one.client())
            .collect(Collectors.joining(",")));
  }

  /** SIGKILL. */
  void kill(int node) {
    Optional.ofNullable(running.remove(node)).orElseThrow().kill();
  }

  @Override
  public void close() {
    running.values().forEach(JavaProcess::close);
  }
}
