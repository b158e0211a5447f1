package org.lammstream.manager.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.worker.WorkerKit.Running;
import org.lammstream.store.CellScore;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.consume.Lease;
import org.lammstream.stream.consume.RejectedDelivery;
import org.lammstream.stream.consume.RejectedDelivery.RejectedTask;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

/** A real broker, a real store and a small but whole CLIP checkpoint. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LearnerWorkerTest {
  private static final String LEARNER = "fruit";

  private final Path shared;
  private final Path images;
  private final EmbeddedBroker broker;
  private final ClipModel model;

  LearnerWorkerTest(@TempDir Path shared) {
    this.shared = shared;
    images =
        DrawnFolder.draw(
            shared.resolve("images"), List.of("apple", "pear", "plum", "fig", "kiwi"), 3, 2);
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    broker = EmbeddedBroker.start(shared.resolve("broker"));
  }

  @AfterAll
  void close() {
    broker.close();
    model.close();
  }

  @Test
  void tasksBecomeVersionsCellsAndResults(@TempDir Path store) throws Exception {
    WorkerKit kit = kit();
    kit.publish(task("one", "apple", "pear"), "id-1");
    kit.publish(task("two", "plum"), "id-2");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      assertThat(worker.heard.lines())
          .containsExactly(
              "version 1 [encode, align, evaluate, commit]",
              "version 2 [encode, align, evaluate, commit]");
      Version last = worker.store.version(LEARNER, 2);
      assertThat(last.classes())
          .extracting(entry -> entry.name())
          .containsExactly("apple", "pear", "plum");
      assertThat(last.embeddingsSha256()).isEqualTo(EmbeddingsDigest.sha256(last.classes()));
      assertThat(last.provenance().eventId()).isEqualTo("id-2");
      assertThat(last.provenance().checkpointSha256()).isEqualTo(model.sha256());
      assertThat(last.provenance().configuration()).containsEntry("epochs", "2");
      assertThat(LearnerHistory.of(worker.store, LEARNER).matrix().isComplete()).isTrue();
      assertThat(worker.store.scores(LEARNER)).hasSize(6);
      List<ResultEvent> results = new ArrayList<>();
      for (RawRecord record : kit.read(kit.topics.results(), 2)) {
        results.add(ResultEvents.read(record).event());
      }
      assertThat(results).hasSize(2).allMatch(result -> result instanceof VersionCommitted);
      VersionCommitted second = (VersionCommitted) results.get(1);
      assertThat(second.embeddingsSha256()).isEqualTo(last.embeddingsSha256());
      assertThat(second.accuracies()).hasSize(2);
      assertThat(second.metrics()).containsKeys("averageIncrementalAccuracy", "forgetting");
    }
  }

  @Test
  void everyFaultOfAnEventIsADeadLetterWithItsReasonAndTheStreamGoesOn(@TempDir Path store)
      throws Exception {
    WorkerKit kit = kit();
    kit.publish(task("good", "apple"), "good");
    Map<String, Reason> wanted = new LinkedHashMap<>();
    poison(kit, wanted);
    kit.publish(task("also good", "pear"), "also-good");
    try (Running worker = kit.start(store).awaitSettled(wanted.size() + 2)) {
      assertThat(worker.store.versions(LEARNER))
          .extracting(VersionSummary::task)
          .containsExactly("good", "also good");
      List<RawRecord> letters = kit.read(kit.topics.deadLetters(), wanted.size());
      assertThat(letters)
          .extracting(letter -> header(letter, DeadLetters.REASON))
          .containsExactlyElementsOf(wanted.values().stream().map(Reason::name).toList());
      List<RawRecord> sources = kit.read(kit.topics.tasks(), wanted.size() + 2);
      for (int i = 0; i < letters.size(); i++) {
        RawRecord source = sources.get(i + 1);
        RawRecord letter = letters.get(i);
        assertThat(letter.value().orElseThrow()).isEqualTo(source.value().orElseThrow());
        assertThat(letter.key().orElseThrow()).isEqualTo(source.key().orElseThrow());
        assertThat(letter.headers().subList(0, source.headers().size()))
            .isEqualTo(source.headers());
        assertThat(header(letter, DeadLetters.SOURCE_OFFSET))
            .isEqualTo(Long.toString(source.offset()));
        assertThat(header(letter, DeadLetters.MESSAGE)).isNotBlank().doesNotContain("\n");
      }
    }
  }

  private void poison(WorkerKit kit, Map<String, Reason> wanted) throws IOException {
    kit.publish(
        List.of(
            new OutgoingRecord(
                kit.topics.tasks(), bytes(LEARNER), bytes("{\"no\": \"event\"}"), List.of())));
    wanted.put("garbage", Reason.MALFORMED_EVENT);
    refuse(kit, wanted, Reason.DUPLICATE_CLASS, with("known", Map.of("existing", "reject")));
    refuse(kit, wanted, Reason.MALFORMED_EVENT, task("good", "kiwi"));
    refuse(
        kit, wanted, Reason.DUPLICATE_CLASS, event("twice", List.of("fig", "fig"), files("fig")));
    refuse(kit, wanted, Reason.EMPTY_TASK, event("empty", List.of("fig"), List.of()));
    refuse(kit, wanted, Reason.UNKNOWN_LABEL, event("label", List.of("fig"), files("plum")));
    refuse(kit, wanted, Reason.UNTOKENIZABLE_CLASS, inline("___", pngOf("fig")));
    refuse(kit, wanted, Reason.UNTOKENIZABLE_CLASS, inline("qx ".repeat(80) + "q", pngOf("fig")));
    refuse(kit, wanted, Reason.UNREADABLE_IMAGE, inline("fig", bytes("no image")));
    refuse(
        kit,
        wanted,
        Reason.UNREADABLE_IMAGE,
        from("fig", new ImageFile(images.resolve("train/fig/99.png").toUri())));
    refuse(kit, wanted, Reason.IMAGE_TOO_LARGE, inline("fig", hugePng()));
    Path outside = Files.write(shared.resolve("outside.png"), pngOf("fig"));
    refuse(kit, wanted, Reason.FORBIDDEN_LOCATION, from("fig", new ImageFile(outside.toUri())));
    URI remote = URI.create("http://images.test/fig.png");
    refuse(kit, wanted, Reason.FORBIDDEN_LOCATION, from("fig", new ImageFile(remote)));
    refuse(
        kit,
        wanted,
        Reason.FEATURE_MISMATCH,
        from("fig", new ImageFeature(unit(model.dimension()), "0".repeat(64))));
    refuse(
        kit,
        wanted,
        Reason.FEATURE_MISMATCH,
        from("fig", new ImageFeature(unit(model.dimension() + 1), model.sha256())));
    refuse(
        kit,
        wanted,
        Reason.INVALID_CONFIGURATION,
        new TaskEvent(
            1,
            LEARNER,
            "settings",
            List.of("fig"),
            files("fig"),
            List.of(),
            Map.of("epochs", "-1")));
  }

  private static void refuse(
      WorkerKit kit, Map<String, Reason> wanted, Reason reason, TaskEvent event) {
    String id = "poison-" + wanted.size();
    kit.publish(event, id);
    wanted.put(id, reason);
  }

  @Test
  void aDuplicateIsAcknowledgedWithoutANewVersion(@TempDir Path store) {
    WorkerKit kit = kit();
    kit.publish(task("one", "apple"), "id-1");
    kit.publish(task("one", "apple"), "id-1");
    kit.publish(task("two", "pear"), "id-2");
    try (Running worker = kit.start(store).awaitSettled(3)) {
      assertThat(worker.heard.lines()).element(1).isEqualTo("duplicate id-1");
      assertThat(worker.store.versions(LEARNER)).hasSize(2);
      assertThat(kit.read(kit.topics.results(), 2)).hasSize(2);
    }
  }

  @Test
  void aRestartedWorkerGoesOnWhereTheStoreStandsAndComesToTheSameBits(
      @TempDir Path interrupted, @TempDir Path straight) {
    WorkerKit kit = kit();
    kit.publish(task("one", "apple", "fig"), "id-1");
    try (Running first = kit.start(interrupted).awaitSettled(1)) {
      assertThat(first.heard.lines()).hasSize(1);
    }
    kit.publish(task("two", "pear"), "id-2");
    kit.publish(task("three", "plum"), "id-3");
    try (Running second = kit.start(interrupted).awaitSettled(2);
        Running other = kit.start(straight).awaitSettled(3)) {
      assertThat(second.heard.lines()).noneMatch(line -> line.startsWith("duplicate"));
      assertThat(second.store.versions(LEARNER))
          .extracting(VersionSummary::embeddingsSha256)
          .containsExactlyElementsOf(
              other.store.versions(LEARNER).stream()
                  .map(VersionSummary::embeddingsSha256)
                  .toList());
      assertThat(second.store.scores(LEARNER)).isEqualTo(other.store.scores(LEARNER));
    }
  }

  @Test
  void inlineImagesAreLearnedLikeFiles(@TempDir Path store) throws IOException {
    WorkerKit kit = kit();
    kit.publish(event("t", "files", List.of("fig"), files("fig")), "id-1");
    List<Example> inline = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = images.resolve("train/fig/" + i + ".png");
      inline.add(new Example("fig", new InlineImage(Files.readAllBytes(file))));
    }
    kit.publish(event("t", "inline", List.of("fig"), inline), "id-2");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      assertThat(worker.store.check().families())
          .hasEntrySatisfying("features", size -> assertThat(size.entries()).isEqualTo(3));
      assertThat(worker.store.versions("files")).hasSize(1);
      assertThat(worker.store.versions("inline")).hasSize(1);
    }
  }

  @Test
  void aFaultOfTheWorkerStopsItAndBlamesNoEvent(@TempDir Path store, @TempDir Path vanishing)
      throws IOException {
    Path root = DrawnFolder.draw(vanishing.resolve("root"), List.of("apple"), 2, 1);
    WorkerKit kit =
        new WorkerKit(KafkaConnection.to(broker.bootstrapServers()), model, List.of(root));
    Path hidden = vanishing.resolve("hidden");
    Path image = root.resolve("train/apple/0.png");
    try (Running worker = kit.start(store)) {
      Files.move(root, hidden);
      kit.publish(from("apple", new ImageFile(image.toUri())), "id-1");
      await().atMost(30, SECONDS).until(() -> worker.consumer.failure().isPresent());
      assertThat(worker.consumer.failure().orElseThrow())
          .isInstanceOf(WorkerFaultException.class)
          .hasMessageContaining("has gone");
      assertThat(worker.store.outbox(10)).isEmpty();
    }
    Files.move(hidden, root);
    try (Running worker = kit.start(store).awaitSettled(1)) {
      assertThat(worker.heard.lines()).element(0).asString().startsWith("version 1");
    }
  }

  @Test
  void aFaultAfterTheCommitRefusesNothingThatWasLearned(@TempDir Path store) {
    WorkerKit kit = kit();
    kit.publish(task("one", "apple"), "id-1");
    kit.publish(task("two", "pear"), "id-2");
    try (Running worker =
        kit.start(
            store,
            UnaryOperator.identity(),
            heard ->
                new WorkerListener() {
                  @Override
                  public void versionCommitted(
                      Version version,
                      String eventId,
                      List<CellScore> cells,
                      Map<String, Double> seconds) {
                    heard.versionCommitted(version, eventId, cells, seconds);
                    throw new IllegalArgumentException("a listener with a bug");
                  }
                })) {
      worker.awaitSettled(2);
      assertThat(worker.store.versions(LEARNER)).hasSize(2);
      List<RawRecord> results = kit.read(kit.topics.results(), 2);
      assertThat(results).hasSize(2);
      assertThat(worker.store.check().families())
          .hasEntrySatisfying("applied", size -> assertThat(size.entries()).isEqualTo(2));
    }
  }

  @Test
  void whatWentToTheDeadLettersIsNotLearnedWhenItIsReadAgain(@TempDir Path store) throws Exception {
    WorkerKit kit = kit();
    TaskEvent event = task("one", "apple");
    SourcePosition position =
        new SourcePosition(new SourcePartition(kit.topics.tasks(), 0), 0, 0); // read again
    RawRecord record =
        new RawRecord(
            kit.topics.tasks(),
            0,
            0,
            Instant.EPOCH,
            Optional.of(bytes(LEARNER)),
            Optional.of(bytes("as it was")),
            List.of());
    Rejection rejection = new Rejection(Reason.UNREADABLE_IMAGE, Stage.ENCODE, "not there yet");
    WorkerKit.Heard heard = new WorkerKit.Heard();
    try (EmbeddingStore open = EmbeddingStore.open(store);
        LearnerWorker worker =
            new LearnerWorker(
                open,
                model,
                kit.topics,
                records -> {},
                new WorkerSettings(List.of(images), WorkerKit.QUICK, 1, "test"),
                heard,
                Clock.systemUTC())) {
      RejectedDelivery refused =
          new RejectedDelivery(
              List.of(record),
              rejection,
              Optional.empty(),
              position,
              Optional.of(new RejectedTask(LEARNER, "one", "id-1")));
      worker.reject(refused, Lease.unshared());
      worker.process(
          new TaskDelivery(event, "id-1", Instant.EPOCH, position, refused.id()), Lease.unshared());

      assertThat(open.versions(LEARNER)).isEmpty();
      assertThat(heard.lines()).containsExactly("refused UNREADABLE_IMAGE", "duplicate id-1");
    }
  }

  @Test
  void aStoreOfAnotherCheckpointIsRefusedAtTheStart(@TempDir Path store) {
    WorkerKit kit = kit();
    kit.publish(task("one", "apple"), "id-1");
    kit.start(store).awaitSettled(1).close();
    Path other = Fixtures.shared("models/clip-tiny-64");
    try (ClipModel another = ClipModel.load(other, new ComputeDevice.Cpu());
        EmbeddingStore open = EmbeddingStore.open(store)) {
      assertThatThrownBy(
              () ->
                  new LearnerWorker(
                      open,
                      another,
                      kit.topics,
                      records -> {},
                      new WorkerSettings(List.of(), Map.of(), 1, "test"),
                      WorkerListener.NONE,
                      java.time.Clock.systemUTC()))
          .isInstanceOf(WorkerFaultException.class)
          .hasMessageContaining("was made with checkpoint tiny_clip");
    }
  }

  private WorkerKit kit() {
    return new WorkerKit(KafkaConnection.to(broker.bootstrapServers()), model, List.of(images));
  }

  private TaskEvent task(String name, String... classes) {
    List<Example> train = new ArrayList<>();
    List<Example> test = new ArrayList<>();
    for (String one : classes) {
      train.addAll(files(one));
      test.add(new Example(one, new ImageFile(images.resolve("test/" + one + "/0.png").toUri())));
      test.add(new Example(one, new ImageFile(images.resolve("test/" + one + "/1.png").toUri())));
    }
    return TaskEvent.of(LEARNER, name, List.of(classes), train, test);
  }

  private List<Example> files(String name) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Path file = images.resolve("train/" + name + "/" + i + ".png");
      examples.add(new Example(name, new ImageFile(file.toUri())));
    }
    return examples;
  }

  /** A task for a class that is known. */
  private TaskEvent with(String name, Map<String, String> configuration) {
    return new TaskEvent(
        1, LEARNER, name, List.of("apple"), files("apple"), List.of(), configuration);
  }

  private static TaskEvent event(String task, List<String> classes, List<Example> train) {
    return event(task, LEARNER, classes, train);
  }

  private static TaskEvent event(
      String task, String learner, List<String> classes, List<Example> train) {
    return TaskEvent.of(learner, task, classes, train, List.of());
  }

  private static TaskEvent from(String name, ImageSource image) {
    return event("from " + name, List.of(name), List.of(new Example(name, image)));
  }

  private static TaskEvent inline(String name, byte[] image) {
    return event("inline", List.of(name), List.of(new Example(name, new InlineImage(image))));
  }

  private byte[] pngOf(String name) throws IOException {
    return Files.readAllBytes(images.resolve("train/" + name + "/0.png"));
  }

  /** A PNG whose header claims 60,000 by 60,000 pixels. */
  private byte[] hugePng() throws IOException {
    byte[] png = pngOf("fig");
    java.nio.ByteBuffer header = java.nio.ByteBuffer.wrap(png);
    header.putInt(16, 60_000).putInt(20, 60_000);
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(png, 12, 17);
    header.putInt(29, (int) crc.getValue());
    return png;
  }

  private static float[] unit(int dimension) {
    float[] values = new float[dimension];
    values[0] = 1;
    return values;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String header(RawRecord record, String name) {
    return record.header(name).orElseThrow().text();
  }
}
