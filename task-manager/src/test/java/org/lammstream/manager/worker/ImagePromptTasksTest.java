package org.lammstream.manager.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.stored.HistoryEvaluation;
import org.lammstream.evaluation.stored.HistoryEvaluator;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.exchange.VersionExport;
import org.lammstream.manager.exchange.VersionImport;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.forget.Forgetter;
import org.lammstream.manager.lamm.ImagePrompts;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.PromptedTower;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;

/** Learners on a stream whose prompts change what images look like. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagePromptTasksTest {
  private static final Map<String, String> MAPLE =
      Map.of("method", "maple+lamm", "epochs", "2", "lr", "0.05");

  private final ClipModel model;
  private final EmbeddingStore store;
  private final Path folder;
  private final Teacher teacher;
  private final LammLearner names;

  ImagePromptTasksTest(@TempDir Path folder) {
    this.folder = folder;
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    names = new LammLearner(model);
    store = EmbeddingStore.open(folder.resolve("store"));
    teacher = new Teacher(store, model, folder.resolve("images"), MAPLE, WorkerListener.NONE);
  }

  @AfterAll
  void close() {
    teacher.close();
    store.close();
    names.close();
    model.close();
  }

  @Test
  void everyVersionSeesAllTestImagesThroughItsOwnPrompts() throws Exception {
    teacher.teach("seeing", "one", "apple", "pear");
    teacher.teach("seeing", "two", "fig");
    for (int number = 1; number <= 2; number++) {
      assertThat(store.seenTests("seeing", number).orElseThrow().features())
          .usingElementComparator(Arrays::compare)
          .as("version %d", number)
          .containsExactlyElementsOf(seen("seeing", number, List.of("apple", "pear"), "fig"));
    }
    List<TestSet> untouched = store.testSets("seeing");
    SeenTests first = store.seenTests("seeing", 1).orElseThrow();
    SeenTests second = store.seenTests("seeing", 2).orElseThrow();
    assertThat(second.features().get(0))
        .isNotEqualTo(first.features().get(0))
        .isNotEqualTo(untouched.get(0).features());
    assertThat(untouched.get(0).features())
        .as("of the untouched checkpoint")
        .isEqualTo(
            joined(
                List.of("apple", "pear").stream().flatMap(name -> pixels(name).stream()).toList(),
                new PromptedTower(model, Optional.empty())));
    assertThat(store.check().problems()).isEmpty();
  }

  /** What a version and its tasks' images say, with everything else left out. */
  private List<float[]> seen(String learner, int number, List<String> first, String second) {
    Version version = store.version(learner, number);
    PromptedTower tower =
        new PromptedTower(model, ImagePrompts.of(version.prompts().orElseThrow()));
    List<float[]> all = new ArrayList<>();
    all.add(joined(first.stream().flatMap(name -> pixels(name).stream()).toList(), tower));
    if (number > 1) {
      all.add(joined(pixels(second), tower));
    }
    return all;
  }

  private List<PixelImage> pixels(String name) {
    return List.of(0, 1).stream()
        .map(
            i ->
                new ViewEncoder(model, 1)
                    .pixels(new ImageGate().decode(teacher.image("test", name, i)))
                    .get(0))
        .toList();
  }

  private float[] joined(List<PixelImage> images, PromptedTower tower) {
    float[][] rows = tower.features(images);
    float[] flat = new float[rows.length * model.dimension()];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * model.dimension(), model.dimension());
    }
    return flat;
  }

  @Test
  void whatWasMeasuredIsMeasuredAgainFromTheStore() throws Exception {
    teacher.teach("measured", "one", "apple", "pear");
    teacher.teach("measured", "two", "fig", "kiwi");
    teacher.teach("measured", "three", "plum");
    HistoryEvaluation evaluation =
        new HistoryEvaluator(store, "measured", HistoryEvaluator.Progress.NONE).evaluate(3);
    assertThat(evaluation.check().differences()).isEmpty();
    assertThat(evaluation.metrics()).isPresent();
  }

  @Test
  void theMethodHasToBeThereFromTheFirstTaskOn() throws Exception {
    teacher.teach("bound", "one", "apple", "pear");
    assertRefused(
        "bound",
        Map.of("method", "lamm"),
        "began with method=maple+lamm",
        "go on with method=lamm");
    assertRefused("bound", Map.of("method", "maple"), "cannot go on with method=maple");
    assertRefused(
        "bound", Map.of("depth", "1"), "began with depth=2; it cannot go on with depth=1");
    assertRefused("bound", Map.of("context.random", "3"), "began with context.random=0");
    try (Teacher plain =
        new Teacher(store, model, folder.resolve("images"), Teacher.PLAIN, WorkerListener.NONE)) {
      plain.teach("labels", "one", "apple", "pear");
      plain.teach("bound", "two", "fig");
    }
    assertThat(store.version("bound", 2).provenance().configuration())
        .as("kept under a worker that trains label embeddings")
        .containsEntry("method", "maple+lamm")
        .as("as many blocks as the towers have")
        .containsEntry("depth", "2");
    assertRefused(
        "labels",
        Map.of("method", "maple+lamm"),
        "began with method=lamm; prompts of both towers have to be there from the first task on");
  }

  @Test
  void settingsThatMovingImagesLeaveNoChoiceForAreRefused() {
    assertRefused("odd", Map.of("head", "gaussian"), "setting 'head'", "use none");
    assertRefused("odd", Map.of("replay", "gaussian"), "setting 'replay'", "use prototypes");
    assertRefused(
        "odd", Map.of("method", "maple", "loss.feature", "1"), "setting 'loss.feature'", "use 0");
    assertRefused("odd", Map.of("views", "2"), "setting 'views'", "use 1");
    assertRefused("odd", Map.of("loss.old.replay", "1"), "setting 'loss.old.replay'", "use 0");
    assertRefused("odd", Map.of("neighbours", "3"), "setting 'neighbours'", "use all");
    assertRefused("odd", Map.of("old", "frozen"), "with old=frozen nothing old may move");
    assertRefused("odd", Map.of("method", "lamm", "depth", "3"), "has no prompts in deeper blocks");
  }

  private void assertRefused(String learner, Map<String, String> settings, String... parts) {
    assertThatThrownBy(() -> teacher.teach(learner, "refused", settings, "melon"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void whatAWorkerLikesHoldsWhereTheMethodLeavesAChoice() throws Exception {
    teacher.teach("kept", "one", "apple", "pear");
    Map<String, String> other =
        Map.of(
            "neighbours",
            "3",
            "rivals",
            "50",
            "loss.old.replay",
            "1",
            "head",
            "ridge",
            "views",
            "2",
            "epochs",
            "1");
    try (Teacher there =
        new Teacher(store, model, folder.resolve("images"), other, WorkerListener.NONE)) {
      there.teach("kept", "two", "fig");
      there.teach("asked", "one", Map.of("method", "maple"), "apple", "pear");
      there.teach("plain", "one", "apple", "pear");
    }
    assertThat(store.version("kept", 2).provenance().configuration())
        .containsEntry("method", "maple+lamm")
        .containsEntry("epochs", "1")
        .containsEntry("rivals", "all");
    assertThat(store.version("asked", 1).provenance().configuration())
        .containsEntry("method", "maple")
        .containsEntry("views", "1")
        .containsEntry("loss.parameter", "0")
        .containsEntry("lr", "0.0035");
    assertThat(store.version("plain", 1).provenance().configuration())
        .containsEntry("head", "ridge")
        .containsEntry("views", "2");
  }

  @Test
  void examplesHaveToBeImagesThatFitIntoMemory() throws Exception {
    PromptedTasks small = tasks(1 << 20);
    int most = (1 << 20) / 3 / (3 * 32 * 32);
    assertThat(model.preprocessor().size()).isEqualTo(32);
    small.check(event(image(), most, 0));
    small.check(event(image(), 0, most / 5));
    assertThatThrownBy(() -> small.check(event(image(), most + 1, 0)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContainingAll("images to train", "split the task");
    assertThatThrownBy(() -> small.check(event(image(), 0, most / 5 + 1)))
        .isInstanceOf(RejectedEventException.class);
    int far = (1 << 30) / (3 * 32 * 32);
    assertThatThrownBy(() -> tasks(1L << 40).check(event(image(), far, 1)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("learns from %d images of 32 pixels squared at most".formatted(far));
    ImageSource feature = new ImageFeature(new float[model.dimension()], model.sha256());
    assertThatThrownBy(() -> tasks(1L << 40).check(event(feature, 1, 1)))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("an example of class 'apple' is a feature");
  }

  private PromptedTasks tasks(long heap) {
    return new PromptedTasks(store, model, names, heap);
  }

  private static ImageSource image() {
    return new InlineImage(new byte[] {1});
  }

  private static TaskEvent event(ImageSource image, int train, int test) {
    Example example = new Example("apple", image);
    return new TaskEvent(
        TaskEvent.SCHEMA_VERSION,
        "large",
        "one",
        List.of("apple"),
        Collections.nCopies(train, example),
        Collections.nCopies(test, example),
        Map.of());
  }

  @Test
  void whatIsForgottenIsSeenNoMoreAndTheLearnerGoesOn() throws Exception {
    teacher.teach("forgetful", "one", "apple", "pear");
    teacher.teach("forgetful", "two", "fig", "kiwi");
    Forgetter forgetter = Forgetter.of(store, "forgetful");
    store.add(
        forgetter.version(forgetter.classes(List.of("pear", "fig")), Clock.systemUTC()), Map.of());
    int d = model.dimension();
    float[] zeros = new float[2 * d];
    List<float[]> before = store.seenTests("forgetful", 2).orElseThrow().features();
    List<float[]> left = store.seenTests("forgetful", 3).orElseThrow().features();
    assertThat(left).hasSize(3);
    assertThat(Arrays.copyOf(left.get(0), 2 * d)).isEqualTo(Arrays.copyOf(before.get(0), 2 * d));
    assertThat(Arrays.copyOfRange(left.get(0), 2 * d, 4 * d)).isEqualTo(zeros);
    assertThat(Arrays.copyOf(left.get(1), 2 * d)).isEqualTo(zeros);

    teacher.teach("forgetful", "three", "plum");
    List<float[]> later = store.seenTests("forgetful", 4).orElseThrow().features();
    assertThat(later).hasSize(4);
    assertThat(Arrays.copyOf(later.get(0), 2 * d)).isNotEqualTo(zeros);
    assertThat(Arrays.copyOfRange(later.get(0), 2 * d, 4 * d)).isEqualTo(zeros);
    assertThat(Arrays.copyOf(later.get(1), 2 * d)).isEqualTo(zeros);
    HistoryEvaluation evaluation =
        new HistoryEvaluator(store, "forgetful", HistoryEvaluator.Progress.NONE).evaluate(4);
    assertThat(evaluation.check().differences()).isEmpty();
    assertThat(store.check().problems()).isEmpty();
  }

  @Test
  void anImportedVersionGoesOn() throws Exception {
    teacher.teach("exported", "one", "apple", "pear");
    Path export = folder.resolve("export");
    VersionExport.write(store.version("exported", 1), List.of(), Optional.empty(), export, false);
    teacher.teach("exported", "two", "fig");
    try (EmbeddingStore other = EmbeddingStore.open(folder.resolve("other"));
        Teacher there =
            new Teacher(other, model, folder.resolve("images"), MAPLE, WorkerListener.NONE)) {
      other.add(VersionImport.read(export, "exported"), Map.of());
      there.teach("exported", "two", "fig");
      assertThat(other.version("exported", 2).embeddingsSha256())
          .isEqualTo(store.version("exported", 2).embeddingsSha256());
      assertThat(other.seenTests("exported", 2).orElseThrow().features())
          .usingElementComparator(Arrays::compare)
          .containsExactly(
              new float[0], store.seenTests("exported", 2).orElseThrow().features().get(1));
      assertThat(other.check().problems()).isEmpty();
    }
  }

  @Test
  void aClassThatIsKnownMayGetMoreImages() throws Exception {
    teacher.teach("again", "one", "apple", "pear");
    teacher.teach("again", "two", "pear");
    assertThat(store.version("again", 2).classes()).hasSize(2);
    assertThat(store.version("again", 2).prompts())
        .isNotEqualTo(store.version("again", 1).prompts());
  }
}
