package org.lammstream.manager.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.consume.AssemblyLimits;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.consume.TaskConsumerSettings;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Topics of their own on a shared broker, and workers on them. */
final class WorkerKit {
  static final Map<String, String> QUICK = Map.of("epochs", "2", "batch", "8");

  final KafkaConnection connection;
  final Topics topics = new Topics("test-" + UUID.randomUUID());
  private final ClipModel model;
  private final List<Path> imageRoots;

  WorkerKit(KafkaConnection connection, ClipModel model, List<Path> imageRoots) {
    this.connection = connection;
    this.model = model;
    this.imageRoots = imageRoots;
    try (TopicAdmin admin = TopicAdmin.open(connection, Duration.ofSeconds(20))) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
  }

  void publish(TaskEvent event, String eventId) {
    publish(
        TaskEvents.toRecords(
            topics.tasks(), event, EventStamp.of(eventId, Instant.EPOCH), 900_000));
  }

  void publish(List<OutgoingRecord> records) {
    try (RecordPublisher publisher = RecordPublisher.open(connection)) {
      publisher.publish(records);
    }
  }

  /** All records of a topic, once there are at least this many. */
  List<RawRecord> read(String topic, int count) {
    List<RawRecord> found = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.settings(Map.of("auto.offset.reset", "earliest"), Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      await()
          .atMost(20, SECONDS)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(100)).forEach(one -> found.add(raw(one)));
                return found.size() >= count;
              });
    }
    return found;
  }

  /** How many records a topic has had. */
  long count(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            connection.settings(Map.of(), Map.of()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    }
  }

  private static RawRecord raw(
      org.apache.kafka.clients.consumer.ConsumerRecord<byte[], byte[]> one) {
    return new RawRecord(
        one.topic(),
        one.partition(),
        one.offset(),
        Instant.ofEpochMilli(one.timestamp()),
        Optional.ofNullable(one.key()),
        Optional.ofNullable(one.value()),
        StreamSupport.stream(one.headers().spliterator(), false)
            .map(header -> new RecordHeader(header.key(), header.value()))
            .toList());
  }

  /** A worker on this store, in a consumer group that has read nothing yet. */
  Running start(Path storeFolder) {
    return start(storeFolder, AssemblyLimits.defaults());
  }

  /** The same, with other limits for tasks in parts. */
  Running start(Path storeFolder, AssemblyLimits limits) {
    return new Running(storeFolder, UnaryOperator.identity(), listener -> listener, limits);
  }

  /** The same, with something between the worker and the publisher. */
  Running start(
      Path storeFolder, UnaryOperator<RecordSink> sink, UnaryOperator<WorkerListener> listener) {
    return new Running(storeFolder, sink, listener, AssemblyLimits.defaults());
  }

  /** Everything a worker process holds. */
  final class Running implements AutoCloseable {
    final EmbeddingStore store;
    final Heard heard = new Heard();
    final TaskConsumer consumer;
    private final RecordPublisher publisher;
    private final LearnerWorker worker;

    private Running(
        Path storeFolder,
        UnaryOperator<RecordSink> sink,
        UnaryOperator<WorkerListener> listener,
        AssemblyLimits limits) {
      store = EmbeddingStore.open(storeFolder);
      publisher = RecordPublisher.open(connection);
      worker =
          new LearnerWorker(
              store,
              model,
              topics,
              sink.apply(publisher::publish),
              new WorkerSettings(imageRoots, QUICK, 1, "test"),
              listener.apply(heard),
              Clock.systemUTC());
      consumer =
          TaskConsumer.start(
              connection,
              topics,
              TaskConsumerSettings.group("group-" + UUID.randomUUID()).with(limits),
              worker);
    }

    /** Waits for so many versions of all learners. */
    Running awaitVersions(int count) {
      await()
          .atMost(60, SECONDS)
          .until(
              () ->
                  heard.lines().stream().filter(line -> line.startsWith("version")).count()
                      >= count);
      return this;
    }

    /** Waits for so many versions, refusals and duplicates together. */
    Running awaitSettled(int count) {
      await().atMost(60, SECONDS).until(() -> heard.settled() >= count);
      await().atMost(20, SECONDS).until(() -> store.outbox(1).isEmpty());
      return this;
    }

    @Override
    public void close() {
      consumer.close();
      worker.close();
      publisher.close();
      store.close();
    }
  }

  /** What a worker said, in words. */
  static final class Heard implements WorkerListener {
    private final List<String> lines = new ArrayList<>();

    synchronized int settled() {
      return lines.size();
    }

    synchronized Collection<String> lines() {
      return List.copyOf(lines);
    }

    private synchronized void say(String line) {
      lines.add(line);
    }

    @Override
    public void versionCommitted(
        org.lammstream.store.Version version,
        String eventId,
        List<org.lammstream.store.CellScore> cells,
        Map<String, Double> seconds) {
      say("version " + version.number() + " " + seconds.keySet());
    }

    @Override
    public void duplicateAcknowledged(org.lammstream.stream.consume.TaskDelivery duplicate) {
      say("duplicate " + duplicate.eventId());
    }

    @Override
    public void taskRejected(RefusedTask refused) {
      say("refused " + refused.rejection().reason());
    }
  }
}
