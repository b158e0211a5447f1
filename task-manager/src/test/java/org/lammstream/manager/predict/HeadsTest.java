package org.lammstream.manager.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.stored.HistoryEvaluator;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;
import org.lammstream.stream.event.RejectedEventException;

/** Learners with a closed-form head on image features, from a real worker to a prediction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeadsTest {
  private static final Map<String, String> GAUSSIAN = Map.of("head", "gaussian");

  private final ClipModel model;
  private final EmbeddingStore store;
  private final Teacher teacher;
  private final Predictor predictor;

  HeadsTest(@TempDir Path folder) {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    teacher =
        new Teacher(store, model, folder.resolve("images"), Teacher.QUICK, WorkerListener.NONE);
    predictor = new Predictor(model, store, PredictorLimits.DEFAULT, PredictionListener.NONE);
  }

  @AfterAll
  void close() {
    predictor.close();
    teacher.close();
    store.close();
    model.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "head=prototype",
        "head=ridge",
        "head=gaussian",
        "head=gaussian,replay=gaussian",
        "head=gaussian,replay=gaussian,replay.classes=all",
        "head=ridge,head.expansion=40",
        "head=gaussian,score.text=0",
        "head=gaussian,method=zero-shot"
      })
  void whatIsPredictedIsWhatWasMeasured(String settings) throws Exception {
    Map<String, String> configuration = configuration(settings);
    teacher.teach(settings, "one", configuration, "apple", "pear");
    teacher.teach(settings, "two", configuration, "fig", "kiwi");

    assertThat(store.check().problems()).isEmpty();
    assertThat(
            new HistoryEvaluator(store, settings, HistoryEvaluator.Progress.NONE)
                .evaluate(2)
                .check()
                .allEqual())
        .isTrue();
    Version version = store.version(settings, 2);
    assertThat(version.visual()).isPresent();
    assertThat(version.classes()).allMatch(entry -> entry.images().count() > 0);
    TestSet tested = store.testSets(settings).get(0);
    float[] feature = Arrays.copyOf(tested.features(), model.dimension());
    Classification classification =
        new Classification(VersionWeights.of(version, model.dimension()));
    int best = classification.predict(feature)[0];
    ClassScore predicted =
        predictor
            .classify(settings, List.of("2"), List.of(feature), 1)
            .get(0)
            .get(0)
            .classes()
            .get(0);
    assertThat(predicted.name()).isEqualTo(version.classes().get(best).name());
    assertThat(predicted.score()).isEqualTo(classification.scores(feature, 0)[best]);
  }

  @Test
  void whatAHeadKnowsIsNoForwardTransfer() throws Exception {
    Map<String, String> settings = configuration("head=gaussian,method=zero-shot");
    teacher.teach("untrained", "one", settings, "apple", "pear", "plum");
    teacher.teach("untrained", "two", settings, "fig", "kiwi");
    teacher.teach("untrained", "three", settings, "lime", "lemon");
    AccuracyMatrix matrix = LearnerHistory.of(store, "untrained").matrix();
    for (int column = 2; column <= 3; column++) {
      for (int row = 1; row < column; row++) {
        assertThat(matrix.correct(row, column)).isEqualTo(matrix.correct(0, column));
      }
    }
    assertThat(Metrics.of(matrix).toMap()).containsEntry("forwardTransfer", 0.0);
  }

  @Test
  void theHeadDoesNotDependOnTheOrderOfTasks() throws Exception {
    Map<String, String> settings = configuration("head=ridge,method=zero-shot,score.margin=0");
    teacher.teach("there", "one", settings, "apple", "pear");
    teacher.teach("there", "two", settings, "fig", "kiwi");
    teacher.teach("back", "two", settings, "fig", "kiwi");
    teacher.teach("back", "one", settings, "apple", "pear");
    VisualState there = store.version("there", 2).visual().orElseThrow();
    VisualState back = store.version("back", 2).visual().orElseThrow();
    assertThat(there.gram()).containsExactly(back.gram(), within(1e-12));
    assertThat(there.scatter()).containsExactly(back.scatter(), within(1e-12));
    for (ClassEmbedding entry : store.version("there", 2).classes()) {
      assertThat(entry.images())
          .isEqualTo(
              store.version("back", 2).classes().stream()
                  .filter(other -> other.name().equals(entry.name()))
                  .findFirst()
                  .orElseThrow()
                  .images());
    }
  }

  @Test
  void aClassThatDoesNotTrainIsNotWrittenAgain() throws Exception {
    Map<String, String> settings = configuration("head=gaussian,old=frozen");
    teacher.teach("frozen", "one", settings, "apple", "pear");
    teacher.teach("frozen", "two", settings, "fig");
    assertThat(store.versions("frozen").get(1).storedClasses()).isEqualTo(1);
    assertThat(store.version("frozen", 2).classes().get(0))
        .isEqualTo(store.version("frozen", 1).classes().get(0));
  }

  @Test
  void aLearnerKeepsItsHeadOrItsLackOfOne() throws Exception {
    teacher.teach("plain", "one", Teacher.PLAIN, "plum");
    assertThatThrownBy(() -> teacher.teach("plain", "two", GAUSSIAN, "melon"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("learner 'plain' began with head=none; it cannot go on with a head");

    teacher.teach("headed", "one", GAUSSIAN, "plum", "lime");
    teacher.teach("headed", "two", "melon");
    assertThat(store.version("headed", 2).visual()).isPresent();
    assertThatThrownBy(() -> teacher.teach("headed", "three", Map.of("head", "none"), "lemon"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("began with a head; it cannot go on with head=none");
    teacher.teach("headed", "three", Map.of("head", "ridge"), "lemon");
    assertThat(store.version("headed", 3).classes()).hasSize(4);
  }

  @Test
  void anExpansionToTheWidthOfFeaturesIsRefused() {
    String width = Integer.toString(model.dimension());
    assertThatThrownBy(
            () ->
                teacher.teach(
                    "wide", "one", Map.of("head", "ridge", "head.expansion", width), "apple"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("'head.expansion' has the value '" + width + "'")
        .hasMessageContaining("use another number");
    assertThat(store.learners()).doesNotContain("wide");
  }

  @Test
  void furtherImagesOfAKnownClassAreCounted() throws Exception {
    teacher.teach("more", "one", GAUSSIAN, "apple", "pear");
    long before = store.version("more", 1).classes().get(0).images().count();
    teacher.teach("more", "two", "apple");
    assertThat(store.version("more", 2).classes().get(0).images().count()).isEqualTo(2 * before);
    assertThat(store.check().problems()).isEmpty();
  }

  private static Map<String, String> configuration(String settings) {
    Map<String, String> configuration = new HashMap<>();
    for (String setting : settings.split(",", -1)) {
      int equals = setting.indexOf('=');
      configuration.put(setting.substring(0, equals), setting.substring(equals + 1));
    }
    return configuration;
  }
}
