package org.lammstream.manager.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;
import org.lammstream.store.NewVersion;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.event.RejectedEventException;

/** Learners whose features are means of views, from a real worker to a prediction. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ViewsTest {
  private static final Map<String, String> FOUR = Map.of("views", "4");
  private static final Map<String, String> TWO = Map.of("views", "2");

  private final ClipModel model;
  private final EmbeddingStore store;
  private final Teacher teacher;
  private final Predictor predictor;

  ViewsTest(@TempDir Path folder) {
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

  @Test
  void whatIsPredictedFromIsWhatWasLearnedFrom() throws Exception {
    teacher.teach("four", "one", FOUR, "apple", "pear");
    assertThat(predictor.views("four", List.of("1", "head"))).isEqualTo(4);
    byte[] image = teacher.image("test", "pear", 1);
    float[] predicted = predictor.encode(image, 4).get(30, TimeUnit.SECONDS);
    assertThat(predicted).usingComparatorWithPrecision(1e-5f).containsExactly(encoded(image, 4));
    assertThat(predicted)
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(store.feature(key(image, "mean-4")).orElseThrow());
    assertThat(store.feature(key(image, "center"))).isEmpty();
    TestSet tested = store.testSets("four").get(0);
    assertThat(predicted)
        .usingComparatorWithPrecision(1e-5f)
        .containsExactly(
            java.util.Arrays.copyOfRange(
                tested.features(), 3 * model.dimension(), 4 * model.dimension()));
    assertThat(predicted).as("is not the plain feature").isNotEqualTo(encoded(image, 1));
    List<Predictor.Result> results =
        predictor.classify("four", List.of(), List.of(predicted), 2).get(0);
    assertThat(results).singleElement().extracting(Predictor.Result::version).isEqualTo(1);
  }

  @Test
  void aLearnerKeepsItsViewsAndATaskThatAsksForOthersIsRefused() throws Exception {
    teacher.teach("keeps", "one", FOUR, "fig");
    assertThatThrownBy(() -> teacher.teach("keeps", "other", TWO, "kiwi"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining(
            "learner 'keeps' has learned with views=4; it cannot go on with views=2");
    assertThat(store.versions("keeps")).hasSize(1);

    teacher.teach("keeps", "two", "kiwi"); // the worker's default is another
    teacher.teach("keeps", "three", FOUR, "lime");
    assertThat(store.versions("keeps"))
        .extracting(version -> version.provenance().configuration().get("views"))
        .containsExactly("4", "4", "4");
  }

  @Test
  void aLearnerFromBeforeThereWereViewsGoesOnWithOne() throws Exception {
    teacher.teach("today", "one", Teacher.PLAIN, "plum");
    store.add(older("older"), Map.of());
    assertThat(predictor.views("older", List.of())).isEqualTo(1);
    assertThatThrownBy(() -> teacher.teach("older", "other", TWO, "melon"))
        .isInstanceOf(RejectedEventException.class)
        .hasMessageContaining("has learned with views=1; it cannot go on with views=2");
    teacher.teach("older", "two", "melon");
    assertThat(store.version("older", 2).provenance().configuration()).containsEntry("views", "1");
    assertThat(store.feature(key(teacher.image("train", "melon", 0), "center"))).isPresent();
  }

  @Test
  void imagesForLearnersOfDifferentViewsAreEncodedTogether() throws Exception {
    teacher.teach("any", "one", "grape"); // draws its images
    List<byte[]> images = new ArrayList<>();
    List<Integer> views = new ArrayList<>();
    List<CompletableFuture<float[]>> features = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      images.add(teacher.image("train", "grape", i % 3));
      views.add(List.of(1, 6, 2, 4).get(i % 4));
      features.add(predictor.encode(images.get(i), views.get(i)));
    }
    for (int i = 0; i < 24; i++) {
      assertThat(features.get(i).get(30, TimeUnit.SECONDS))
          .usingComparatorWithPrecision(1e-5f)
          .containsExactly(encoded(images.get(i), views.get(i)));
    }
  }

  private float[] encoded(byte[] image, int views) {
    return new ViewEncoder(model, views).encode(List.of(new ImageGate().decode(image)))[0];
  }

  private FeatureKey key(byte[] image, String view) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(image);
    return new FeatureKey(model.sha256(), HexFormat.of().formatHex(digest), view);
  }

  /**
   * The first version of today's learner as a program without these settings would have made it.
   */
  private NewVersion older(String name) {
    Version today = store.version("today", 1);
    Provenance made = today.provenance();
    Map<String, String> settings = new HashMap<>(made.configuration());
    assertThat(settings.remove("views")).isEqualTo("1");
    assertThat(settings.remove("head")).isEqualTo("none");
    Version version =
        new Version(
            name,
            1,
            OptionalInt.empty(),
            today.createdAt(),
            today.task(),
            today.newClasses(),
            today.classes(),
            new Provenance(
                made.eventId(),
                made.topic(),
                made.partition(),
                made.offset(),
                settings,
                made.seed(),
                made.checkpointName(),
                made.checkpointSha256(),
                made.codeVersion(),
                made.java(),
                made.os(),
                made.arch(),
                made.processor(),
                made.engine(),
                made.threads()),
            today.seconds(),
            today.embeddingsSha256());
    return new NewVersion(version, store.testSets("today").get(0), store.scores("today", 1));
  }
}
