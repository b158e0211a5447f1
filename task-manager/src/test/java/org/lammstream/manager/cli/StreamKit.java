package org.lammstream.manager.cli;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lammstream.manager.Main;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.Topics;

/** A broker with tasks of two classes each, and workers on them. */
final class StreamKit implements AutoCloseable {
  static final String LEARNER = "words";

  final Path folder;
  final KafkaConnection connection;
  private final EmbeddedBroker broker;
  private final ClipModel model;

  StreamKit(Path folder) {
    this.folder = folder;
    this.model = ClipModel.load(checkpoint(), new ComputeDevice.Cpu());
    this.broker = EmbeddedBroker.start(folder.resolve("broker"));
    this.connection = KafkaConnection.to(broker.bootstrapServers());
  }

  static Path checkpoint() {
    return Fixtures.path("tiny_clip");
  }

  /** An image folder with so many classes. */
  Path images(int classes) {
    List<String> names =
        IntStream.range(0, classes)
            .mapToObj(i -> "%c%c".formatted('a' + i / 26, 'a' + i % 26))
            .toList();
    return DrawnFolder.draw(folder.resolve("images-" + classes), names, 2, 1);
  }

  /** Publishes tasks of two classes each. */
  void publish(Topics topics, Path images, Object... more) {
    publishTasks(topics, images, join(new Object[] {"--classes-per-task", 2}, more));
  }

  /** Publishes tasks as the options say. */
  void publishTasks(Topics topics, Path images, Object... more) {
    Object[] first = {
      "publish",
      "--bootstrap",
      connection.bootstrapServers(),
      "--topic-prefix",
      topics.prefix(),
      "--learner",
      LEARNER,
      "--images",
      images,
      "--shots",
      2
    };
    Terminal seen = Terminal.lamm(join(first, more));
    assertThat(seen.err()).isEmpty();
  }

  /** Works until so many tasks are settled, in a group that has read nothing; what was heard. */
  List<String> work(Topics topics, Path store, Path imageRoot, int settled) {
    Heard heard = new Heard();
    try (EmbeddingStore open = EmbeddingStore.open(store);
        RecordPublisher publisher = RecordPublisher.open(connection);
        LearnerWorker worker =
            new LearnerWorker(
                open,
                model,
                topics,
                publisher::publish,
                new WorkerSettings(List.of(imageRoot), Map.of("epochs", "2"), 3, "test"),
                heard,
                Clock.systemUTC());
        TaskConsumer consumer =
            TaskConsumer.start(
                connection,
                topics,
                TaskConsumerSettings.group("group-" + UUID.randomUUID()),
                worker)) {
      await()
          .atMost(90, SECONDS)
          .until(() -> heard.settled.get() >= settled || consumer.failure().isPresent());
      await().atMost(20, SECONDS).until(() -> open.outbox(1).isEmpty());
    }
    return heard.lines;
  }

  private static final class Heard implements WorkerListener {
    private final List<String> lines = new ArrayList<>();
    private final AtomicInteger settled = new AtomicInteger();

    private void say(String line) {
      lines.add(line);
      settled.incrementAndGet();
    }

    @Override
    public void versionCommitted(
        Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
      say("version " + version.number());
    }

    @Override
    public void duplicateAcknowledged(TaskDelivery duplicate) {
      say("duplicate of " + duplicate.event().task());
    }

    @Override
    public void taskRejected(RefusedTask refused) {
      say("refused " + refused.task());
    }
  }

  /** Records the learner's tasks. */
  Terminal record(Topics topics, Path sequence, Object... more) {
    Object[] first = {
      "record",
      "--bootstrap",
      connection.bootstrapServers(),
      "--topic-prefix",
      topics.prefix(),
      "--learner",
      LEARNER,
      "--output",
      sequence
    };
    return Terminal.lamm(join(first, more));
  }

  /** Replays in this process. */
  static Terminal replay(Path sequence, Path output, Object... more) {
    Object[] first = {"replay", sequence, "--checkpoint", checkpoint(), "--output", output};
    return Terminal.lamm(join(first, more));
  }

  /** A process of its own for the same, with its standard error in a file. */
  static Process replaying(Path sequence, Path output, Path err, Object... more) throws Exception {
    Object[] first = {
      Path.of(System.getProperty("java.home"), "bin", "java"),
      "-cp",
      System.getProperty("java.class.path"),
      Main.class.getName(),
      "replay",
      sequence,
      "--checkpoint",
      checkpoint(),
      "--output",
      output
    };
    return new ProcessBuilder(Arrays.stream(join(first, more)).map(Object::toString).toList())
        .redirectError(err.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  static int exitCode(Process process) throws InterruptedException {
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  private static Object[] join(Object[] first, Object[] more) {
    return Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
  }

  /** Digests of a learner's versions in a store. */
  static List<String> digests(Path store) {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      return open.versions(LEARNER).stream().map(VersionSummary::embeddingsSha256).toList();
    }
  }

  /** End offsets of all partitions of all topics on the broker. */
  Map<String, Long> ends() {
    Map<String, Long> ends = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.settings(Map.of(), Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      for (List<PartitionInfo> partitions : consumer.listTopics().values()) {
        consumer
            .endOffsets(
                partitions.stream()
                    .map(one -> new TopicPartition(one.topic(), one.partition()))
                    .toList())
            .forEach((at, end) -> ends.put(at.toString(), end));
      }
    }
    ends.keySet().removeIf(topic -> topic.startsWith("__"));
    return ends;
  }

  @Override
  public void close() {
    broker.close();
    model.close();
  }
}
