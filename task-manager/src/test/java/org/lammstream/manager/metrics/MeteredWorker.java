package org.lammstream.manager.metrics;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** A real broker, store, checkpoint and worker with its metrics, in a folder. */
public final class MeteredWorker implements AutoCloseable {
  /** The learner of all tasks. */
  public static final String LEARNER = "fruit";

  static final Duration PERIOD = Duration.ofMillis(500);

  /** The worker's store. */
  public final EmbeddingStore store;

  /** The worker's metrics. */
  public final WorkerMetrics metrics;

  private final Path images;
  private final EmbeddedBroker broker;
  private final ClipModel model;
  private final Topics topics = new Topics("test-" + UUID.randomUUID());
  private final RecordPublisher publisher;
  private final LearnerWorker worker;
  private final TaskConsumer consumer;
  private final AtomicInteger settled = new AtomicInteger();

  /** Starts everything; nothing is published yet. */
  public MeteredWorker(Path folder) {
    images =
        DrawnFolder.draw(
            folder.resolve("images"), List.of("apple", "pear", "plum", "fig", "kiwi"), 3, 2);
    broker = EmbeddedBroker.start(folder.resolve("broker"));
    KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(20))) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    publisher = RecordPublisher.open(connection);
    metrics = WorkerMetrics.of(store, "1.2.3", model::arraysAlive, PERIOD);
    worker =
        new LearnerWorker(
            store,
            model,
            topics,
            publisher::publish,
            new WorkerSettings(List.of(images), Map.of("epochs", "2", "batch", "8"), 1, "test"),
            new ListenerGroup(List.of(metrics.listener(), new Settled())),
            Clock.systemUTC());
    consumer =
        TaskConsumer.start(connection, topics, TaskConsumerSettings.group("metered"), worker);
    metrics.watch(connection, topics, consumer, publisher::clientMetrics);
  }

  private final class Settled implements WorkerListener {
    @Override
    public void versionCommitted(
        Version version, String eventId, List<CellScore> cells, Map<String, Double> seconds) {
      settled.incrementAndGet();
    }

    @Override
    public void duplicateAcknowledged(TaskDelivery duplicate) {
      settled.incrementAndGet();
    }

    @Override
    public void taskRejected(RefusedTask refused) {
      settled.incrementAndGet();
    }
  }

  /** Publishes a task and waits until it is settled. */
  public void learn(String task, String... classes) {
    settle(
        TaskEvents.toRecords(
            topics.tasks(),
            event(task, List.of(classes)),
            EventStamp.random(Clock.systemUTC().instant()),
            900_000));
  }

  /** Publishes the same event twice; the second one is a duplicate. */
  public void learnTwice(String task, String... classes) {
    List<OutgoingRecord> records =
        TaskEvents.toRecords(
            topics.tasks(),
            event(task, List.of(classes)),
            EventStamp.of(task, Clock.systemUTC().instant()),
            900_000);
    settle(records);
    settle(records);
  }

  /** Publishes what is no event at all. */
  public void poison() {
    settle(
        List.of(
            new OutgoingRecord(
                topics.tasks(),
                LEARNER.getBytes(StandardCharsets.UTF_8),
                "no event".getBytes(StandardCharsets.UTF_8),
                List.of())));
  }

  private void settle(List<OutgoingRecord> records) {
    int before = settled.get();
    publisher.publish(records);
    await().atMost(60, SECONDS).until(() -> settled.get() > before);
  }

  private TaskEvent event(String task, List<String> classes) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : classes) {
      for (int i = 0; i < 3; i++) {
        train.add(new Example(name, file("train", name, i)));
      }
      for (int i = 0; i < 2; i++) {
        test.add(new Example(name, file("test", name, i)));
      }
    }
    return TaskEvent.of(LEARNER, task, classes, train, test);
  }

  private ImageFile file(String split, String name, int number) {
    return new ImageFile(images.resolve(split).resolve(name).resolve(number + ".png").toUri());
  }

  @Override
  public void close() {
    consumer.close();
    metrics.close();
    worker.close();
    publisher.close();
    store.close();
    model.close();
    broker.close();
  }
}
