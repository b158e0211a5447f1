package org.lammstream.manager.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.WorkerKit.Running;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.TaskEvent;

/**
 * Results that the broker does not take, for now or for ever; real broker, store and checkpoint.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnpublishedResultsTest {
  private final Path images;
  private final EmbeddedBroker broker;
  private final ClipModel model;

  UnpublishedResultsTest(@TempDir Path shared) throws IOException {
    images = DrawnFolder.draw(shared.resolve("images"), List.of("apple"), 1, 0);
    Files.copy(images.resolve("train/apple/0.png"), images.resolve("apple.png"));
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    broker = EmbeddedBroker.start(shared.resolve("broker"));
  }

  @AfterAll
  void close() {
    broker.close();
    model.close();
  }

  @Test
  void whatTheBrokerDidNotTakeIsPublishedLaterWithoutANewTask(@TempDir Path store) {
    WorkerKit kit = kit();
    AtomicInteger attempts = new AtomicInteger();
    kit.publish(task("apple.png"), "id-1");
    try (Running worker =
        kit.start(
            store,
            sink ->
                records -> {
                  if (attempts.incrementAndGet() < 3) {
                    throw new TimeoutException("nobody there");
                  }
                  sink.publish(records);
                },
            listener -> listener)) {
      worker.awaitSettled(1);
      assertThat(attempts).hasValue(3);
      assertThat(kit.read(kit.topics.results(), 1)).hasSize(1);
      assertThat(worker.consumer.failure()).isEmpty();
    }
  }

  @Test
  void aRecordThatTheBrokerRefusesStopsTheWorkerAndIsNeitherLostNorRepeated(@TempDir Path store)
      throws Exception {
    WorkerKit kit = kit();
    ConfigResource results = new ConfigResource(ConfigResource.Type.TOPIC, kit.topics.results());
    kit.publish(task("no.png"), "id-1");
    try (Admin admin = Admin.create(kit.connection.settings(Map.of(), Map.of()))) {
      limit(admin, results, 100);
      try (Running worker = kit.start(store)) {
        await().atMost(60, SECONDS).until(() -> worker.consumer.failure().isPresent());
        assertThat(worker.consumer.failure().orElseThrow())
            .isInstanceOf(WorkerFaultException.class)
            .hasMessageContaining("a record for " + kit.topics.results() + " (key 'fruit',")
            .hasMessageContaining("RecordTooLargeException")
            .hasMessageEndingWith("it stays in the store's outbox");
        assertThat(worker.store.outbox(10)).hasSize(1);
      }
      limit(admin, results, 1_000_000);
    }
    try (Running worker = kit.start(store)) {
      await().atMost(20, SECONDS).until(() -> worker.store.outbox(1).isEmpty());
      assertThat(kit.read(kit.topics.results(), 1)).hasSize(1);
      assertThat(kit.read(kit.topics.deadLetters(), 1)).hasSize(1);
    }
  }

  private static void limit(Admin admin, ConfigResource topic, int bytes) throws Exception {
    ConfigEntry entry =
        new ConfigEntry(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    admin
        .incrementalAlterConfigs(
            Map.of(topic, List.of(new AlterConfigOp(entry, AlterConfigOp.OpType.SET))))
        .all()
        .get(20, SECONDS);
  }

  private WorkerKit kit() {
    return new WorkerKit(KafkaConnection.to(broker.bootstrapServers()), model, List.of(images));
  }

  private TaskEvent task(String image) {
    Example example = new Example("apple", new ImageFile(images.resolve(image).toUri()));
    return TaskEvent.of("fruit", "one", List.of("apple"), List.of(example), List.of());
  }
}
