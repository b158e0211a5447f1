package org.lammstream.manager.survive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Tasks in topics of their own, workers on one store, and what has come of it. */
final class SurviveKit {
  private final Path folder;
  private final KafkaConnection connection;
  private final List<String> options;
  final Topics topics;
  private long records;
  private int starts;

  /**
   * A store of its own.
   *
   * @param name of topics and folder
   * @param options of every worker
   */
  SurviveKit(Path folder, String name, KafkaConnection connection, String... options) {
    this.folder = folder.resolve(name);
    this.topics = new Topics(name);
    this.connection = connection;
    this.options = List.of(options);
  }

  void createTopics() {
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(60))) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
  }

  /** Publishes the small tasks of these numbers. */
  void publish(int from, int to) {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      IntStream.range(from, to)
          .mapToObj(number -> SmallTasks.records(topics, number))
          .forEach(task -> records += publisher.publish(task).size());
    }
  }

  /** Publishes tasks with features; each is one record. */
  void publishFeatures(int from, int to, int learners, ClipModel model) {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      IntStream.range(from, to)
          .mapToObj(
              number ->
                  SmallTasks.withFeatures(
                      topics, number, learners, model.dimension(), model.sha256()))
          .forEach(task -> records += publisher.publish(task).size());
    }
  }

  /** How many records were published. */
  long records() {
    return records;
  }

  WorkerProcess start(String... more) {
    return WorkerProcess.start(next(), List.of(), options(more));
  }

  /** Starts a worker whose JVM has these options too. */
  WorkerProcess startWith(List<String> jvm) {
    return WorkerProcess.start(next(), jvm, options());
  }

  /** Starts a worker that is held. */
  WorkerProcess startHeld(Step step, int time, String... more) {
    Path place = next();
    return WorkerProcess.start(place, new Hold(step, time, place.resolve("hold")), options(more));
  }

  private Path next() {
    starts++;
    return folder.resolve("start-" + starts);
  }

  private List<String> options(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap=" + connection.bootstrapServers(),
                "--topic-prefix=" + topics.prefix(),
                "--checkpoint=" + Fixtures.path("tiny_clip"),
                "--store=" + store(),
                "--set=epochs=6"));
    all.addAll(options);
    all.addAll(List.of(more));
    return all;
  }

  Path store() {
    return folder.resolve("store");
  }

  StoreFacts facts() {
    return StoreFacts.read(store(), topics);
  }

  ResultFacts results() throws RejectedEventException {
    return ResultFacts.read(connection, topics);
  }

  /** Waits until everything published is settled and told. */
  void awaitSettled(WorkerProcess worker) {
    await()
        .atMost(Duration.ofMinutes(4))
        .pollInterval(Duration.ofMillis(250))
        .untilAsserted(
            () ->
                assertThat(facts())
                    .as(worker.said())
                    .matches(facts -> facts.isSettled(records), "settled " + records));
  }

  /**
   * What comes of the first small tasks where nobody disturbs the worker.
   *
   * @param records of these tasks
   * @param facts of the store
   * @param told in the topics
   */
  record Undisturbed(long records, StoreFacts facts, ResultFacts told) {
    /** Learns them on a broker of their own. */
    static Undisturbed learn(Path folder, int tasks) throws RejectedEventException {
      try (BrokerProcess broker = new BrokerProcess(folder.resolve("broker")).start()) {
        return learn(folder, broker.connection(), tasks);
      }
    }

    /** The same on a broker that is there. */
    static Undisturbed learn(Path folder, KafkaConnection connection, int tasks)
        throws RejectedEventException {
      SurviveKit kit = new SurviveKit(folder, "undisturbed", connection);
      kit.createTopics();
      kit.publish(0, tasks);
      try (WorkerProcess worker = kit.start("--no-status")) {
        kit.awaitSettled(worker);
        worker.stop();
      }
      Undisturbed all = new Undisturbed(kit.records, kit.facts(), kit.results());
      assertThat(all.facts.count()).isPositive();
      assertThat(all.told.repeated()).isZero();
      return all;
    }
  }

  /**
   * Compares everything, bit for bit.
   *
   * @return what was told, for more questions
   */
  ResultFacts assertEquals(Undisturbed expected) throws RejectedEventException {
    assertThat(records).isEqualTo(expected.records);
    assertThat(facts()).isEqualTo(expected.facts);
    ResultFacts told = results();
    assertThat(told.results()).isEqualTo(expected.told.results());
    assertThat(told.letters()).isEqualTo(expected.told.letters());
    assertThat(told.results().keySet().stream().filter(key -> !key.contains("refused")))
        .as("one result for each version")
        .hasSize(expected.facts.count());
    return told;
  }
}
