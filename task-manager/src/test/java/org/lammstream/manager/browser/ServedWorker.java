package org.lammstream.manager.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.api.Api;
import org.lammstream.manager.api.ApiContext;
import org.lammstream.manager.api.http.BindAddress;
import org.lammstream.manager.api.http.HttpLimits;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.api.live.EventLog;
import org.lammstream.manager.api.live.LiveTasks;
import org.lammstream.manager.api.live.StatusPublisher;
import org.lammstream.manager.builtin.BuiltinCheckpoint;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.thumbnails.ThumbnailKeeper;
import org.lammstream.manager.thumbnails.Thumbnails;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.ListenerGroup;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/**
 * A whole worker with its page: broker, built-in checkpoint, store, training thread, API. Its
 * images are the built-in ones, drawn as they are asked for.
 */
final class ServedWorker implements AutoCloseable {
  private static final int SHOTS = 8;
  private static final int TESTS = 6;
  private static final Map<String, String> SETTINGS = Map.of("epochs", "12");

  final EmbeddingStore store;
  private final Path images;
  private final EmbeddedBroker broker;
  private final ClipModel model;
  private final TaskPublisher publisher;
  private final RecordPublisher results;
  private final LearnerWorker worker;
  private final TaskConsumer consumer;
  private final RecordPublisher statusOutlet;
  private final StatusPublisher status;
  private final Api api;

  ServedWorker(Path folder) {
    images = folder.resolve("images");
    broker = EmbeddedBroker.start(folder.resolve("broker"));
    model =
        ClipModel.load(
            BuiltinCheckpoint.extractTo(folder.resolve("drawn-clip")), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    KafkaConnection connection = KafkaConnection.to(broker.bootstrapServers());
    Topics topics = new Topics("lamm");
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(60))) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
    publisher = TaskPublisher.open(connection, topics);
    results = RecordPublisher.open(connection);
    EventLog events = new EventLog("test", 1000);
    LiveTasks live = new LiveTasks(events, InstantSource.system());
    Thumbnails thumbnails = Thumbnails.in(store);
    worker =
        new LearnerWorker(
            store,
            model,
            topics,
            results::publish,
            new WorkerSettings(List.of(), SETTINGS, 1, "test"),
            new ListenerGroup(List.of(new ThumbnailKeeper(thumbnails, TESTS, List.of()), live)),
            Clock.systemUTC());
    statusOutlet = RecordPublisher.open(connection);
    status =
        StatusPublisher.start(store, live, topics, statusOutlet::publish, InstantSource.system());
    consumer =
        TaskConsumer.start(connection, topics, TaskConsumerSettings.group("browser"), worker);
    api =
        Api.start(
            new HttpSettings(
                BindAddress.parse("127.0.0.1:0"), Optional.empty(), HttpLimits.DEFAULT),
            new ApiContext(
                store,
                model,
                topics,
                live,
                events,
                Optional.of(publisher::publish),
                () -> Optional.of(consumer.health()),
                Optional.empty(),
                PredictionListener.NONE,
                Optional.of(thumbnails),
                "0.1-test"));
  }

  /** Where its broker is. */
  KafkaConnection connection() {
    return KafkaConnection.to(broker.bootstrapServers());
  }

  URI page(String hash) {
    return api.address().resolve(hash);
  }

  /** Publishes a task of drawn classes, and does not wait for anything. */
  void publish(String learner, String task, List<String> classes) {
    publish(learner, task, classes, SETTINGS);
  }

  /** The same with settings of its own. */
  void publish(
      String learner, String task, List<String> classes, Map<String, String> configuration) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String name : classes) {
      train.addAll(examples(name, "train", SHOTS));
      test.addAll(examples(name, "test", TESTS));
    }
    try {
      publisher.publish(
          new TaskEvent(
              TaskEvent.SCHEMA_VERSION, learner, task, classes, train, test, configuration));
    } catch (RejectedEventException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Example> examples(String name, String split, int count) {
    return files(name, split, count).stream()
        .map(file -> new Example(name, new InlineImage(bytes(file))))
        .toList();
  }

  /** Images of a drawn class; {@code split} is {@code train} or {@code test}. */
  List<Path> files(String name, String split, int count) {
    Path folder = images.resolve(split).resolve(name);
    if (!Files.isDirectory(folder)) {
      BuiltinData.writeImages(images, List.of(name), SHOTS, TESTS, 1);
    }
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      files.add(folder.resolve("%02d.png".formatted(i)));
    }
    return files;
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The page first: it uses all the others. */
  @Override
  public void close() {
    api.close();
    consumer.close();
    status.close();
    statusOutlet.close();
    worker.close();
    results.close();
    publisher.close();
    store.close();
    model.close();
    broker.close();
  }
}
