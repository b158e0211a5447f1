package org.lammstream.manager.survive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.TopicReader;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.publish.PublishedRecord;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Tasks of many learners, workers that share them, and what has come of it. */
final class GroupKit {
  static final int LEARNERS = 12;
  private static final String ALONE = "alone";
  private static final int PARTITIONS = 6;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Path folder;
  private final KafkaConnection connection;
  private final List<String> options;
  final Topics topics;
  private final Map<Integer, Integer> partitions = new TreeMap<>();
  private int published;
  private int starts;

  /**
   * Creates the topics.
   *
   * @param name of topics and folder
   * @param options of every worker
   */
  GroupKit(Path folder, String name, KafkaConnection connection, String... options) {
    this.folder = folder.resolve(name);
    this.connection = connection;
    this.options = List.of(options);
    this.topics = new Topics(name);
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(60))) {
      admin.ensureShared(topics, TopicLayout.partitions(PARTITIONS));
    }
  }

  /** Lets the broker compact the versions topic as soon as it can. */
  void compactSoon() throws Exception {
    try (Admin admin = Admin.create(connection.settings(Map.of(), Map.of()))) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, topics.versions()),
                  List.of(
                      set("segment.ms", "500"),
                      set("min.cleanable.dirty.ratio", "0.001"),
                      set("max.compaction.lag.ms", "1000"))))
          .all()
          .get();
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
  }

  /** How many records of learners' heads the versions topic holds now. */
  long headsTold() {
    try (TopicReader reader = TopicReader.fromBeginning(connection, topics.versions())) {
      long heads = 0;
      while (reader.behind(Duration.ofSeconds(30)) > 0) {
        heads +=
            reader.poll(Duration.ofSeconds(1)).stream()
                .flatMap(record -> record.key().stream())
                .filter(key -> new String(key, UTF_8).contains("/head/"))
                .count();
      }
      return heads;
    }
  }

  /** Publishes the next tasks, one for each learner in turn. */
  void publish(int count) {
    try (ClipModel model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
        RecordPublisher publisher = RecordPublisher.open(connection)) {
      for (int i = 0; i < count; i++, published++) {
        List<PublishedRecord> at =
            publisher.publish(
                SmallTasks.withFeatures(
                    topics, published, LEARNERS, model.dimension(), model.sha256()));
        partitions.put(published % LEARNERS, at.get(0).partition());
      }
    }
  }

  /** How many tasks were published. */
  int published() {
    return published;
  }

  /** The partition of a learner's tasks, by its number. */
  int partition(int learner) {
    return Optional.ofNullable(partitions.get(learner)).orElseThrow();
  }

  /** Starts a worker on the store of this name. */
  WorkerProcess start(String store, String... more) {
    return WorkerProcess.start(next(), List.of(), options(store, more));
  }

  /** Starts a worker that is held. */
  WorkerProcess startHeld(String store, Step step, int time, String... more) {
    Path place = next();
    Hold hold = new Hold(step, time, place.resolve("hold"));
    return WorkerProcess.start(place, hold, options(store, more));
  }

  private Path next() {
    starts++;
    return folder.resolve("start-" + starts);
  }

  private List<String> options(String store, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap=" + connection.bootstrapServers(),
                "--topic-prefix=" + topics.prefix(),
                "--checkpoint=" + Fixtures.path("tiny_clip"),
                "--store=" + folder.resolve(store),
                "--no-status"));
    all.addAll(options);
    all.addAll(List.of(more));
    return all;
  }

  /** Numbers of the learners whose partitions a worker said last that it reads. */
  List<Integer> learnersOf(WorkerProcess worker) {
    String said = worker.said();
    int last = said.lastIndexOf("reads " + topics.tasks());
    if (last < 0) {
      return List.of();
    }
    String line = said.substring(last).lines().findFirst().orElseThrow();
    List<Integer> learners = new ArrayList<>();
    partitions.forEach(
        (learner, partition) -> {
          if (line.matches(".*" + Pattern.quote(topics.tasks() + "-" + partition) + "(,.*)?")) {
            learners.add(learner);
          }
        });
    return learners;
  }

  /** Waits until each of the workers has partitions. */
  void awaitShared(List<WorkerProcess> workers) {
    for (WorkerProcess worker : workers) {
      await().atMost(PATIENCE).until(() -> !learnersOf(worker).isEmpty());
    }
  }

  /** Whether more was published of a learner than a store holds. */
  boolean hasMore(StoreFacts facts, int learner) {
    int tasks = (published - learner + LEARNERS - 1) / LEARNERS;
    return count(facts, learner) < tasks;
  }

  /** Whether one of the learners has more versions than before. */
  static boolean hasGoneOn(StoreFacts now, StoreFacts before, List<Integer> learners) {
    return learners.stream().anyMatch(learner -> count(now, learner) > count(before, learner));
  }

  private static int count(StoreFacts facts, int learner) {
    return facts.versions().getOrDefault("learner-" + learner, List.of()).size();
  }

  StoreFacts facts(String store) {
    return StoreFacts.read(folder.resolve(store), topics);
  }

  /** Waits until the stores of these names hold everything that was published, told and read. */
  void awaitEverything(String... stores) {
    for (String store : stores) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(300))
          .until(() -> facts(store).count() >= published && facts(store).waiting() == 0);
    }
  }

  /** The results as a reader has them who keys them. */
  Map<String, String> results() throws RejectedEventException {
    ResultFacts told = ResultFacts.read(connection, topics);
    assertThat(told.letters()).isEmpty();
    assertThat(told.repeated()).as("results that came twice").isZero();
    return told.results();
  }

  /** One worker alone learns the same tasks in topics of its own. */
  GroupKit undisturbed() {
    GroupKit oracle =
        new GroupKit(
            folder, topics.prefix() + "-oracle", connection, options.toArray(new String[0]));
    oracle.publish(published);
    try (WorkerProcess worker = oracle.start(ALONE)) {
      oracle.awaitEverything(ALONE);
      worker.stop();
    }
    assertThat(oracle.facts(ALONE).count()).isEqualTo(published);
    return oracle;
  }

  /** These stores hold what one worker alone comes to, and each result was told once. */
  void assertEquals(GroupKit oracle, String... stores) throws RejectedEventException {
    assertThat(oracle.published).isEqualTo(published);
    assertThat(oracle.partitions).isEqualTo(partitions);
    StoreFacts expected = oracle.facts(ALONE);
    for (String store : stores) {
      assertThat(facts(store).versions()).as(store).isEqualTo(expected.versions());
      assertThat(facts(store).cells()).as(store).isEqualTo(expected.cells());
    }
    assertThat(new HashMap<>(results())).isEqualTo(new HashMap<>(oracle.results()));
  }
}
