package org.lammstream.manager.forget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.fixtures.Pupil.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.dashboard.ExamplePredictions;
import org.lammstream.evaluation.head.LinearHead;
import org.lammstream.evaluation.stored.HistoryEvaluation;
import org.lammstream.evaluation.stored.HistoryEvaluator;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.evaluation.stored.PromotionGate;
import org.lammstream.evaluation.stored.VersionAnalyzer;
import org.lammstream.evaluation.stored.VersionDiff;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Pupil;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.PruneRule;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VersionSummary;
import org.lammstream.store.VisualState;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.HeldBack;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.TaskEvent;

/** Learners of real images that forget, beside learners that never saw what those forgot. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForgetterTest {
  private final ClipModel model =
      ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  private final Pupil.Images images;

  ForgetterTest(@TempDir Path drawn) {
    images = Pupil.Images.draw(drawn);
  }

  @AfterAll
  void close() {
    model.close();
  }

  private Pupil pupil(Path folder, Map<String, String> settings) {
    return new Pupil(folder, images, model, settings);
  }

  private static Map<String, String> settings(String text) {
    Map<String, String> settings = new HashMap<>();
    for (String setting : text.split(" ", -1)) {
      int equals = setting.indexOf('=');
      settings.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return settings;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head=prototype",
        "head=ridge score.margin=0.1",
        "head=gaussian score.margin=0.1",
        "head=ridge head.expansion=40",
        "head=gaussian views=2",
        "head=none"
      })
  void whatIsLeftIsTheLearnerThatNeverSawTheClassInWhateverOrderClassesGo(
      String text, @TempDir Path a, @TempDir Path b, @TempDir Path c) throws Exception {
    Map<String, String> settings = settings(text);
    try (Pupil one = pupil(a, settings);
        Pupil other = pupil(b, settings);
        Pupil never = new Pupil(c, images, model, settings, Optional.of(one))) {
      for (Pupil pupil : List.of(one, other)) {
        pupil.learn("one", "apple", "pear").learn("two", "plum", "fig").more("three", "apple");
        pupil.learn("four", "kiwi").more("five", "pear");
      }
      never.learn("one", "pear").learn("two", "plum").learn("four", "kiwi").more("five", "pear");
      one.forget("apple");
      one.forget("fig");
      other.forget("fig", "apple");

      assertSame(one, never);
      assertSame(other, never);
      assertThat(one.head().newClasses()).isEmpty();
      assertThat(one.head().parent()).hasValue(6);
      assertThat(one.head().task()).isEqualTo("forget: fig");
      assertThat(one.head().provenance().configuration()).containsEntry("forgotten", "fig");
    }
  }

  @Test
  void aWholeTaskGoesWithItsExamplesOfClassesThatWereKnownBefore(@TempDir Path a, @TempDir Path b)
      throws Exception {
    Map<String, String> settings = settings("head=gaussian score.margin=0.1");
    try (Pupil pupil = pupil(a, settings);
        Pupil never = new Pupil(b, images, model, settings, Optional.of(pupil))) {
      pupil.learn("one", "apple", "pear").more("two", "plum", "apple").learn("three", "fig");
      never.learn("one", "apple", "pear").learn("three", "fig");
      pupil.forgetTask("two");
      assertSame(pupil, never);
      assertThat(pupil.head().task()).isEqualTo("forget: two");

      pupil.forgetTask("three"); // then the classes of the first are the newest again
      try (Pupil first =
          new Pupil(b.resolve("first"), images, model, settings, Optional.of(pupil))) {
        first.learn("one", "apple", "pear");
        assertSame(pupil, first);
      }
    }
  }

  private static void assertSame(Pupil pupil, Pupil never) {
    Version left = pupil.head();
    Version wanted = never.head();
    assertThat(left.classes())
        .extracting(ClassEmbedding::name)
        .containsExactlyElementsOf(wanted.classes().stream().map(ClassEmbedding::name).toList());
    assertThat(left.visual().isPresent()).isEqualTo(wanted.visual().isPresent());
    if (left.visual().isPresent()) {
      LinearHead head = head(left);
      LinearHead other = head(wanted);
      assertThat(head.weights()).containsExactly(other.weights(), within(1e-8));
      assertThat(head.biases()).containsExactly(other.biases(), within(1e-8));
      assertThat(left.visual().orElseThrow().scatter())
          .containsExactly(wanted.visual().orElseThrow().scatter(), within(1e-8));
    }
    int d = left.classes().get(0).textFeature().length;
    ClassWeights weights = VersionWeights.of(left, d);
    assertThat(weights.values())
        .containsExactly(VersionWeights.of(wanted, d).values(), within(1e-6f));
    assertThat(weights.biases())
        .containsExactly(VersionWeights.of(wanted, d).biases(), within(1e-6f));
    AccuracyMatrix matrix = LearnerHistory.of(pupil.store, LEARNER).matrix();
    AccuracyMatrix other = LearnerHistory.of(never.store, LEARNER).matrix();
    assertThat(matrix.tasks()).isEqualTo(other.tasks());
    for (int column = 1; column <= matrix.size(); column++) {
      for (int row : List.of(0, matrix.size())) {
        assertThat(matrix.correct(row, column)).isEqualTo(other.correct(row, column));
        assertThat(matrix.total(row, column)).isEqualTo(other.total(row, column));
      }
    }
    assertThat(matrix.isComplete()).isTrue();
    assertThat(pupil.store.check().problems()).isEmpty();
  }

  private static LinearHead head(Version version) {
    VisualState visual = version.visual().orElseThrow();
    return VersionWeights.head(visual.scoring())
        .of(VersionWeights.statistics(version.classes(), visual));
  }

  @Test
  void itLearnsOnAfterwardsAlsoTheForgottenClassAnewAndIsEvaluatedOnWhatCounts(@TempDir Path folder)
      throws Exception {
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn("one", "apple", "pear").learn("two", "plum", "fig").learn("three", "kiwi");
      pupil.forget("apple", "kiwi");
      pupil.learn("four", "melon").more("five", "apple");
      pupil.forget("plum");

      LearnerHistory history = LearnerHistory.of(pupil.store, LEARNER);
      assertThat(history.learned())
          .extracting(VersionSummary::task)
          .containsExactly("one", "two", "four", "five");
      assertThat(history.versions()).extracting(VersionSummary::number).containsExactly(1, 4, 5, 7);
      assertThat(history.testSets())
          .extracting(TestSet::classes)
          .containsExactly(List.of("pear"), List.of("fig"), List.of("melon"), List.of("apple"));
      HistoryEvaluation evaluation =
          new HistoryEvaluator(pupil.store, LEARNER, HistoryEvaluator.Progress.NONE).evaluate(7);
      assertThat(evaluation.check().differences()).isEmpty();
      assertThat(evaluation.check().unreported()).isZero();
      assertThat(evaluation.metrics()).isPresent();
      assertThat(VersionAnalyzer.of(pupil.store, LEARNER, 7, 1e12).classes().classes()).hasSize(4);
      assertThat(
              VersionAnalyzer.of(pupil.store, LEARNER, 7, 1e12)
                  .examples()
                  .of("fig", Optional.empty()))
          .as("places among all test examples that the task came with")
          .extracting(ExamplePredictions.One::index)
          .containsExactly(3, 4, 5);
      assertThat(VersionDiff.of(pupil.store, LEARNER, 3, 7).removed())
          .containsExactly("plum", "kiwi");
      assertThat(VersionAnalyzer.of(pupil.store, LEARNER, 3, 1e12).classes().classes()).hasSize(5);
    }
  }

  @Test
  void aChampionFromBeforeIsComparedWithoutTheForgottenClass(@TempDir Path folder)
      throws Exception {
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn("one", "apple", "pear").learn("two", "plum", "fig").learn("three", "kiwi");
      pupil.forget("apple");
      LearnerHistory history = LearnerHistory.of(pupil.store, LEARNER);
      pupil.learn("four", "melon");
      Version newest = pupil.head();
      TestSet tests = pupil.store.testSets(LEARNER).get(4);
      ClassWeights known = VersionWeights.of(newest, tests.dimension());
      float[] greedy = new float[known.names().size()];
      greedy[greedy.length - 1] = 100; // takes all images of old classes
      ClassWeights weights =
          new ClassWeights(
              known.names(), known.text().clone(), greedy, known.space(), known.text());
      LearnerHistory.NewCells cells = history.measure(5, newest.classes(), weights, tests);

      HeldBack why =
          new PromotionGate(
                  history,
                  OptionalInt.of(2),
                  recorded -> OptionalDouble.of(-101)) // as if all since had been held back
              .decide(OptionalDouble.of(0), cells, weights)
              .heldBack()
              .orElseThrow();

      assertThat(why.champion()).isEqualTo(2);
      assertThat(why.pairs()).isNotEmpty().allMatch(pair -> pair.took().equals("melon"));
      assertThat(why.pairs()).noneMatch(pair -> pair.lost().equals("apple"));
    }
  }

  @Test
  void olderVersionsThatArePrunedDoNotKeepItFromForgettingAndLearningOn(@TempDir Path folder)
      throws Exception {
    PruneRule last = new PruneRule(Optional.empty(), OptionalInt.of(1), OptionalInt.empty());
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn("one", "apple", "pear").learn("two", "plum", "fig");
      pupil.store.prune(LEARNER, last, false);
      pupil.forget("apple");
      pupil.store.prune(LEARNER, last, false);
      pupil.learn("three", "kiwi");
      pupil.forget("plum");
      pupil.store.prune(LEARNER, last, false);
      assertThat(pupil.store.check().problems()).isEmpty();
      assertThat(pupil.head().classes())
          .extracting(ClassEmbedding::name)
          .containsExactly("pear", "fig", "kiwi");
      assertThat(LearnerHistory.of(pupil.store, LEARNER).matrix().contains(3, 1)).isTrue();
    }
  }

  @Test
  void withoutAllFeaturesNothingIsForgotten(@TempDir Path folder) throws Exception {
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn("one", "apple", "pear").learn("two", "plum");
      Forgetter forgetter = Forgetter.of(pupil.store, LEARNER);
      Remains remains = Remains.of(forgetter, forgetter.classes(List.of("apple")));
      assertThat(pupil.store.images().removeFeatures(remains.features())).isEqualTo(6);
      assertThatThrownBy(() -> pupil.forget("apple"))
          .isInstanceOf(ForgetException.class)
          .hasMessageContaining("3 of the 3 image features")
          .hasMessageContaining("not in this store's cache");
      assertThat(pupil.store.head(LEARNER)).hasValue(2);
      assertThat(pupil.forget("pear").classes()).hasSize(2);
    }
  }

  @Test
  void featuresThatCameWithoutImagesAreRefused(@TempDir Path folder) throws Exception {
    float[] feature = new float[model.dimension()];
    feature[0] = 1;
    List<Example> train = new ArrayList<>();
    for (String name : List.of("apple", "pear")) {
      train.add(new Example(name, new ImageFeature(feature, model.sha256())));
    }
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn(
          new TaskEvent(1, LEARNER, "one", List.of("apple", "pear"), train, List.of(), Map.of()));
      assertThatThrownBy(() -> pupil.forget("apple"))
          .isInstanceOf(ForgetException.class)
          .hasMessageContaining("1 of 1 training examples came as features");
    }
  }

  @Test
  void whatCannotBeForgottenIsSaid(@TempDir Path folder) throws Exception {
    try (Pupil pupil = pupil(folder, Map.of())) {
      pupil.learn("one", "apple").learn("two", "plum");
      assertThatThrownBy(() -> pupil.forget("aple")).hasMessageContaining("no class 'aple'");
      assertThatThrownBy(() -> pupil.forget("apple", "plum"))
          .hasMessageContaining("would have no class left");
      assertThatThrownBy(() -> pupil.forgetTask("three"))
          .hasMessageContaining("no task 'three'; its tasks are one, two");
      assertThatThrownBy(() -> Forgetter.of(pupil.store, "birds"))
          .hasMessageContaining("'birds' has no version");
      assertThat(pupil.store.versions(LEARNER)).hasSize(2);
    }
  }
}
