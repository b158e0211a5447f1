package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.worker.FruitTasks.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.predict.PredictionListener;
import org.lammstream.manager.predict.Predictor;
import org.lammstream.manager.predict.PredictorLimits;
import org.lammstream.manager.replay.Originals;
import org.lammstream.manager.replay.Replay;
import org.lammstream.manager.replay.ReplayListener;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.manager.replay.VersionCheck;
import org.lammstream.manager.replay.WhatIf;
import org.lammstream.manager.worker.WorkerKit.Running;
import org.lammstream.store.Aliases;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.ClassLoss;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceFile;
import org.lammstream.stream.sequence.SequenceHeader;
import org.lammstream.stream.sequence.SequenceWriter;

/**
 * A gate before the champion, through a real broker and a real worker. Classes are scored by the
 * mean of their images alone, so that a class that is taught with another one's images takes them.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatedTasksTest {
  private static final Map<String, String> UNGATED =
      Map.of("head", "prototype", "score.text", "0", "score.visual", "1", "score.margin", "0");

  private final FruitStream stream;
  private final FruitTasks fruit;

  GatedTasksTest(@TempDir Path shared) {
    stream = new FruitStream(shared);
    fruit = stream.fruit;
  }

  @AfterAll
  void close() {
    stream.close();
  }

  private static Map<String, String> gate(String points) {
    Map<String, String> settings = new HashMap<>(UNGATED);
    settings.put("gate", points);
    return settings;
  }

  /** A task whose class "fig" is taught with the test images of apples, and so takes them. */
  private TaskEvent stealing(Map<String, String> settings) {
    List<Example> apples =
        IntStream.of(0, 1).mapToObj(i -> example("fig", "test/apple", i)).toList();
    List<Example> figs = IntStream.of(0, 1).mapToObj(i -> example("fig", "test/fig", i)).toList();
    return new TaskEvent(1, LEARNER, "stealing", List.of("fig"), apples, figs, settings);
  }

  /** A task that teaches figs well, so that they are no apples any more. */
  private TaskEvent healing(Map<String, String> settings) {
    List<Example> figs =
        IntStream.range(0, 6).mapToObj(i -> example("fig", "train/fig", i)).toList();
    return new TaskEvent(1, LEARNER, "healing", List.of("fig"), figs, List.of(), settings);
  }

  private Example example(String label, String folder, int number) {
    return new Example(label, new ImageFile(image(folder, number).toUri()));
  }

  private Path image(String folder, int number) {
    return fruit.images.resolve(folder).resolve(number + ".png");
  }

  private List<VersionCommitted> results(WorkerKit kit, int count) throws Exception {
    List<VersionCommitted> results = new ArrayList<>();
    for (RawRecord record : kit.read(kit.topics.results(), count)) {
      results.add((VersionCommitted) ResultEvents.read(record).event());
    }
    return results;
  }

  private static void assertPointers(EmbeddingStore store, int head, int champion) {
    assertThat(store.head(LEARNER)).hasValue(head);
    assertThat(store.alias(LEARNER, Aliases.CHAMPION)).hasValue(champion);
  }

  @Test
  void aVersionThatLosesTooMuchIsCommittedAndIsHeadButTheChampionGoesOnAnswering(
      @TempDir Path store) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.more("one", gate("2"), "apple", "pear"), "id-1");
    kit.publish(stealing(gate("2")), "id-2");
    List<String> heard = new ArrayList<>();
    try (Running worker =
        kit.start(store, sink -> sink, next -> new Hearing(next, heard)).awaitSettled(2)) {
      assertPointers(worker.store, 2, 1);
      List<VersionCommitted> results = results(kit, 2);
      assertThat(results.get(0).promoted())
          .as("a first version has nothing to lose")
          .contains(true);
      assertThat(results.get(0).heldBack()).isEmpty();
      assertThat(results.get(1).promoted()).contains(false);
      HeldBack why = new HeldBack(1, 50, 2, List.of(new ClassLoss("apple", "fig", 2)));
      assertThat(results.get(1).heldBack()).contains(why);
      assertThat(heard).containsExactly("version 2: " + why);
      assertThat(worker.store.version(LEARNER, 2).provenance().configuration())
          .containsEntry("gate", "2");
      assertThat(answer(worker.store)).isEqualTo("1: apple");
      assertThat(answer(worker.store, "head")).isEqualTo("2: fig");
      worker.store.setAlias(LEARNER, Aliases.CHAMPION, 2);
      assertThat(answer(worker.store)).as("promoted by hand").isEqualTo("2: fig");
    }
  }

  /** What an apple is taken for. */
  private String answer(EmbeddingStore store, String... words) throws Exception {
    try (Predictor predictor =
        new Predictor(stream.model, store, PredictorLimits.DEFAULT, PredictionListener.NONE)) {
      byte[] apple = Files.readAllBytes(image("test/apple", 0));
      float[] feature = predictor.encode(apple, 1).get(30, TimeUnit.SECONDS);
      Predictor.Result result =
          predictor.classify(LEARNER, List.of(words), List.of(feature), 1).get(0).get(0);
      return result.version() + ": " + result.classes().get(0).name();
    }
  }

  @Test
  void withoutAGateEveryVersionIsPromotedAsBefore(@TempDir Path store) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.more("one", UNGATED, "apple", "pear"), "id-1");
    kit.publish(stealing(UNGATED), "id-2");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      assertPointers(worker.store, 2, 2);
      assertThat(results(kit, 2))
          .allMatch(result -> result.promoted().equals(Optional.of(true)))
          .allMatch(result -> result.heldBack().isEmpty());
      assertThat(worker.store.version(LEARNER, 2).provenance().configuration())
          .containsEntry("gate", "off");
    }
  }

  @Test
  void asManyPointsAsAreAllowedMayBeLost(@TempDir Path store) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.more("one", UNGATED, "apple", "pear"), "id-1");
    kit.publish(stealing(gate("50")), "id-2");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      assertPointers(worker.store, 2, 2);
    }
  }

  @Test
  void theChampionCatchesUpWithTheFirstVersionThatLosesNoMoreThanAllowedComparedWithIt(
      @TempDir Path store, @TempDir Path replayed, @TempDir Path folder) throws Exception {
    WorkerKit kit = stream.kit();
    List<TaskEvent> tasks =
        List.of(
            fruit.more("one", gate("2"), "apple", "pear"),
            stealing(gate("2")),
            fruit.more("plums", gate("2"), "plum"),
            fruit.more("pears", UNGATED, "pear"),
            healing(gate("2")));
    for (int i = 0; i < tasks.size(); i++) {
      kit.publish(tasks.get(i), "id-" + i);
    }
    try (Running worker = kit.start(store).awaitSettled(5)) {
      assertPointers(worker.store, 5, 5);
    }
    List<VersionCommitted> results = results(kit, 5);
    assertThat(results)
        .extracting(result -> result.promoted().orElseThrow())
        .as("the fourth has no gate, but does not continue the champion")
        .containsExactly(true, false, false, false, true);
    assertThat(results)
        .extracting(result -> result.heldBack().map(HeldBack::champion).orElse(0))
        .as("compared with the champion, not with the parent, which had lost the apples already")
        .containsExactly(0, 1, 1, 0, 0);

    assertThat(replay(tasks, store, replayed, folder, 4)).containsExactly(1, 1, 1, 1);
    assertThat(replay(tasks, store, replayed, folder, 5)).containsExactly(5);
  }

  /** Replays the first tasks and says which version was champion after each new one. */
  private List<Integer> replay(
      List<TaskEvent> tasks, Path original, Path replayed, Path folder, int count)
      throws Exception {
    List<Integer> champions = new ArrayList<>();
    try (SequenceFile sequence = record(tasks.subList(0, count), original, folder);
        EmbeddingStore store = EmbeddingStore.open(replayed)) {
      ReplayPlan plan =
          ReplayPlan.of(
              LEARNER,
              sequence.entries(),
              WhatIf.NOTHING,
              new ReplayPlan.Fallback(Map.of(), 99),
              true);
      Replay.Means means =
          new Replay.Means(
              Optional.empty(),
              List.of(fruit.images),
              RemoteImages.OFF,
              FeatureCache.in(store),
              "test",
              true);
      ReplayListener listener =
          new ReplayListener() {
            @Override
            public void versionCommitted(
                Version version,
                String eventId,
                List<org.lammstream.store.CellScore> cells,
                Map<String, Double> seconds) {
              champions.add(store.alias(LEARNER, Aliases.CHAMPION).orElseThrow());
            }
          };
      assertThat(new Replay(sequence, plan, store, stream.model, means, listener).run())
          .hasSize(count)
          .allMatch(VersionCheck::isEqual);
    }
    return champions;
  }

  private static SequenceFile record(List<TaskEvent> tasks, Path original, Path folder)
      throws IOException {
    Path file = folder.resolve(tasks.size() + ".jsonl");
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(original);
        SequenceWriter writer =
            SequenceWriter.create(file, new SequenceHeader(LEARNER, "a test", Instant.EPOCH))) {
      Originals originals = Originals.in(store, LEARNER);
      for (int i = 0; i < tasks.size(); i++) {
        SourcePosition position = new SourcePosition(new SourcePartition("lamm", 0), i, i + 1);
        writer.append(
            new RecordedTask(
                tasks.get(i),
                "id-" + i,
                Instant.EPOCH,
                position,
                Map.of(),
                originals.version("id-" + i)));
      }
      writer.finish();
    }
    return SequenceFile.open(file);
  }

  @Test
  void aChampionThatWasPutSomewhereByHandStaysThere(@TempDir Path store) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.more("one", gate("100"), "apple", "pear"), "id-1");
    kit.publish(fruit.more("two", gate("100"), "plum"), "id-2");
    try (Running worker = kit.start(store).awaitSettled(2)) {
      assertPointers(worker.store, 2, 2);
      worker.store.rollback(LEARNER, 1, false);
      kit.publish(fruit.more("three", gate("100"), "kiwi"), "id-3");
      worker.awaitSettled(3);
      assertPointers(worker.store, 3, 1);
    }
    VersionCommitted third = results(kit, 3).get(2);
    assertThat(third.promoted()).contains(false);
    assertThat(third.heldBack()).as("the gate would let it pass").isEmpty();
  }

  @Test
  void whereNobodyIsChampionTheParentGoesOnAnswering(@TempDir Path store) throws Exception {
    WorkerKit kit = stream.kit();
    kit.publish(fruit.more("one", gate("2"), "apple", "pear"), "id-1");
    try (Running worker = kit.start(store).awaitSettled(1)) {
      worker.store.removeAlias(LEARNER, Aliases.CHAMPION);
      kit.publish(stealing(gate("2")), "id-2");
      worker.awaitSettled(2);
      assertPointers(worker.store, 2, 1);
      assertThat(worker.store.version(LEARNER, 2).parent()).isEqualTo(OptionalInt.of(1));
      assertThat(answer(worker.store)).isEqualTo("1: apple");
    }
  }

  @Test
  void aGateThatIsNoNumberOfPointsIsRefused(@TempDir Path store) {
    WorkerKit kit = stream.kit();
    Stream.of("-1", "101", "some")
        .forEach(
            points ->
                kit.publish(fruit.more("bad" + points, gate(points), "apple"), "id" + points));
    try (Running worker = kit.start(store).awaitSettled(3)) {
      assertThat(worker.store.learners()).isEmpty();
      assertThat(worker.heard.lines()).containsOnly("refused INVALID_CONFIGURATION");
    }
  }

  /** Notes what was held back. */
  private static final class Hearing extends ForwardingListener {
    private final List<String> heard;

    Hearing(WorkerListener next, List<String> heard) {
      super(next);
      this.heard = heard;
    }

    @Override
    public void versionHeldBack(Version version, HeldBack why) {
      heard.add("version " + version.number() + ": " + why);
    }
  }
}
