package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;
import static org.lammstream.manager.fixtures.Pupil.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Pupil;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.TaskEvent;

/** {@code lamm forget} on a store that nobody holds, and on one that somebody does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgetCommandTest {
  private final ClipModel model =
      ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  private final Pupil.Images images;
  private Path store = Path.of("");

  ForgetCommandTest(@TempDir Path drawn) {
    images = Pupil.Images.draw(drawn);
  }

  @AfterAll
  void close() {
    model.close();
  }

  /** One image of pears counts as one of plums, too. */
  @BeforeEach
  void learn(@TempDir Path folder) throws Exception {
    store = folder.resolve("store");
    List<Example> train = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      train.add(images.example("train", "plum", i));
    }
    Example pear = images.example("train", "pear", 0);
    train.add(new Example("plum", pear.image()));
    try (Pupil pupil = new Pupil(store, images, model, Map.of())) {
      pupil.learn("one", "apple", "pear");
      pupil.learn(new TaskEvent(1, LEARNER, "two", List.of("plum"), train, List.of(), Map.of()));
    }
  }

  private Terminal forget(Object... args) {
    List<Object> all = new ArrayList<>(List.of("forget", "--store", store));
    all.addAll(List.of(args));
    return lamm(all.toArray());
  }

  private List<String> classes(int version) {
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      return open.version(LEARNER, version).classes().stream().map(ClassEmbedding::name).toList();
    }
  }

  @Test
  void itSaysWhatGoesWhatIsLeftAndWhatRemainsElsewhere() {
    Terminal seen = forget("--class", "pear", "--yes");
    assertThat(seen.err()).isEmpty();
    assertThat(seen.code()).isZero();
    assertThat(seen.out().lines().toList())
        .startsWith(
            "forgot 1 class (pear) of learner fruit: 3 training images, 3 test images,"
                + " version 2 -> version 3, 2 classes left",
            "version 3 is the head and the champion",
            "what remains:",
            "  embeddings and image sums in versions 1 to 2; remove them:",
            "    ./lamm versions prune --store " + store + " --learner 'fruit' --keep-last 1")
        .contains(
            "  5 features in the cache, which --purge-features would have deleted",
            "  1 feature in the cache of images that something else was learned from, too",
            "  the event of task 'one': tasks 0@0, event event one");
    assertThat(classes(3)).containsExactly("apple", "plum");
    assertThat(lamm("versions", "list", "--store", store).out()).contains("forget: pear");
    assertThat(lamm("versions", "show", "--store", store).out()).contains("forgotten=pear");

    assertThat(
            lamm("versions", "prune", "--store", store, "--learner", "fruit", "--keep-last", 1)
                .out())
        .contains("pruned versions 1 to 2");
    assertThat(lamm("versions", "verify", "--store", store).code()).isZero();
    assertThat(lamm("evaluate", "--store", store, "--output", store.resolveSibling("out")).code())
        .isZero();
  }

  @Test
  void aDryRunAndAMissingAnswerLeaveEverythingAsItIs() {
    assertThat(forget("--task", "two", "--dry-run").out())
        .contains("would forget task 'two', 1 class (plum) of learner fruit: 3 training images,");
    Terminal unasked = forget("--class", "apple", "--class", "plum", "--purge-features");
    assertThat(unasked.code()).isEqualTo(1);
    assertThat(unasked.err())
        .contains("nobody is there to ask; nothing is forgotten without --yes");
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      assertThat(open.versions(LEARNER)).hasSize(2);
    }
    assertThat(forget("--class", "pear", "--dry-run").out())
        .contains("5 features in the cache, which --purge-features deletes");
  }

  @Test
  void theFeaturesOfItsImagesAreDeletedUnlessSomethingElseWasLearnedFromThem() {
    assertThat(forget("--class", "pear", "--yes", "--purge-features").out())
        .contains("5 features of the cache deleted")
        .contains("  1 feature in the cache of images that something else was learned from, too");
    assertThat(forget("--class", "plum", "--yes", "--purge-features").out())
        .contains("3 features of the cache deleted");
    assertThat(classes(4)).containsExactly("apple");
  }

  @Test
  void theChampionStaysWhereSomebodyPutIt() {
    assertThat(lamm("versions", "rollback", "--to", 1, "--store", store).code()).isZero();
    assertThat(forget("--class", "pear", "--yes").out())
        .contains("version 3 is the head; the champion stays version 1");
  }

  @Test
  void whatCannotBeDoneIsOneLine() {
    assertThat(forget("--class", "pears", "--yes").err())
        .isEqualTo("lamm: version 2 of learner 'fruit' has no class 'pears'\n");
    assertThat(forget("--yes").code()).isEqualTo(2);
    assertThat(forget("--class", "pear", "--task", "two").code()).isEqualTo(2);
    try (EmbeddingStore held = EmbeddingStore.open(store)) {
      Terminal seen = forget("--class", "pear", "--yes");
      assertThat(seen.code()).isEqualTo(1);
      assertThat(seen.err()).contains("is held by another process, such as a worker; stop it");
      assertThat(held.versions(LEARNER)).hasSize(2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lamm, label embeddings",
    "coop, the context",
    "coop+lamm, label embeddings and the context"
  })
  void itSaysWhatWasTrainedAndMayKeepATrace(String method, String what, @TempDir Path trained)
      throws Exception {
    store = trained.resolve("store");
    Map<String, String> settings = Map.of("method", method, "epochs", "1", "head", "none");
    try (Pupil pupil = new Pupil(store, images, model, settings)) {
      pupil.learn("one", "apple", "pear");
    }
    assertThat(forget("--class", "pear", "--yes").out())
        .contains("trained %s (method=%s), beside".formatted(what, method), "keep a trace");
    assertThat(classes(2)).containsExactly("apple");
  }
}
