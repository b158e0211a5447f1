package org.lammstream.manager.cli;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreCheck;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.Secrets;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicStatus;

/** The single checks of {@code lamm doctor}; each prints lines and remembers a failure. */
final class Examination {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Console console;
  private boolean healthy = true;

  Examination(Console console) {
    this.console = console;
  }

  boolean healthy() {
    return healthy;
  }

  void machine() {
    Runtime runtime = Runtime.getRuntime();
    line("lamm", BuildVersion.current());
    line("java", System.getProperty("java.version") + ", " + System.getProperty("java.vm.name"));
    line(
        "system",
        String.format(
            Locale.ROOT,
            "%s %s %s, %d processors, heap up to %d MiB",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch"),
            runtime.availableProcessors(),
            runtime.maxMemory() >> 20));
  }

  void engine() {
    check(
        "engine",
        () -> {
          Engine engine = Engine.getInstance();
          line("devices", Arrays.toString(engine.getDevices()));
          line("libraries", libraries());
          return engine.getEngineName()
              + " "
              + engine.getVersion()
              + ", DJL "
              + Engine.getDjlVersion()
              + ", "
              + JniUtils.getNumThreads()
              + " threads";
        });
  }

  private static String libraries() {
    String local = System.getenv("PYTORCH_LIBRARY_PATH");
    if (local != null) {
      return "libtorch of PYTORCH_LIBRARY_PATH=" + local;
    }
    String path = System.getProperty("java.class.path", "");
    String bundled =
        Arrays.stream(path.split(java.io.File.pathSeparator))
            .map(entry -> Path.of(entry).getFileName())
            .map(String::valueOf)
            .filter(name -> name.startsWith("pytorch-native"))
            .collect(Collectors.joining(", "));
    return bundled.isEmpty() ? "none bundled, DJL fetches them" : "bundled " + bundled;
  }

  void checkpoint(Path folder) {
    check(
        "checkpoint",
        () -> {
          try (ClipModel model = Checkpoint.load(folder, new ComputeDevice.Auto())) {
            return String.format(
                Locale.ROOT,
                "%s, sha256 %s, features of %d, text width %d, on %s",
                model.name(),
                model.sha256(),
                model.dimension(),
                model.width(),
                model.device());
          }
        });
  }

  void store(Path folder) {
    check(
        "store",
        () -> {
          try (EmbeddingStore store = EmbeddingStore.openReadOnly(folder)) {
            StoreCheck result = store.check();
            result.problems().forEach(problem -> fail("store", problem.message()));
            new TreeMap<>(result.families())
                .forEach(
                    (family, size) ->
                        line(
                            "  " + family,
                            String.format(
                                Locale.ROOT,
                                "%d entries, %d bytes",
                                size.entries(),
                                size.bytes())));
            return String.format(
                Locale.ROOT,
                "%s: format %d, %d learners, %d versions, %d results to publish, %.1f MiB, %s",
                folder,
                result.format(),
                result.learners(),
                result.versions(),
                result.outbox(),
                result.diskBytes() / (double) (1 << 20),
                result.healthy() ? "no damage" : result.problems().size() + " problems");
          }
        });
  }

  void broker(String bootstrap, BrokerAccess access) {
    check(
        "broker",
        () -> {
          KafkaConnection connection = access.connection(bootstrap);
          if (!connection.properties().isEmpty()) {
            line("kafka", Secrets.hidden(connection.properties()).toString());
          }
          try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
            String cluster = admin.clusterId();
            for (TopicStatus topic : admin.check(access.topics())) {
              line("topic", topic.describe());
            }
            line("topic", admin.checkVersions(access.topics()).describe());
            return bootstrap + ", cluster " + cluster;
          }
        });
  }

  void embeddedBroker() {
    check(
        "broker",
        () -> {
          Path folder = Files.createTempDirectory("lamm-doctor-");
          long began = System.nanoTime();
          try (EmbeddedBroker broker = EmbeddedBroker.start(folder);
              TopicAdmin admin =
                  TopicAdmin.open(KafkaConnection.to(broker.bootstrapServers()), PATIENCE)) {
            String cluster = admin.clusterId();
            return String.format(
                Locale.ROOT,
                "embedded, up in %.1f s, cluster %s",
                (System.nanoTime() - began) / 1e9,
                cluster);
          } finally {
            StreamJob.delete(folder);
          }
        });
  }

  private void check(String what, Callable<String> examination) {
    try {
      line(what, examination.call());
    } catch (Exception | LinkageError e) { // whatever it is, the other checks go on
      fail(what, ErrorLine.of(e));
    }
  }

  private void line(String what, String text) {
    console.out().println("%-12s %s".formatted(what, text));
  }

  private void fail(String what, String text) {
    healthy = false;
    line(what, "PROBLEM: " + text);
  }
}
