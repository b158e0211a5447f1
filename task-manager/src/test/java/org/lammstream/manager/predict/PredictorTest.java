package org.lammstream.manager.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Classification;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.ImageRejectedException;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Teacher;
import org.lammstream.manager.worker.WorkerListener;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.UnknownVersionException;
import org.lammstream.store.Version;

/** On a learner of three versions that a real worker made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictorTest {
  private static final String LEARNER = "fruit";

  private final Path folder;
  private final ClipModel model;
  private final EmbeddingStore store;
  private final Teacher teacher;
  private final Predictor predictor;

  PredictorTest(@TempDir Path folder) {
    this.folder = folder;
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
    store = EmbeddingStore.open(folder.resolve("store"));
    teacher =
        new Teacher(store, model, folder.resolve("images"), Teacher.PLAIN, WorkerListener.NONE);
    predictor = new Predictor(model, store, PredictorLimits.DEFAULT, PredictionListener.NONE);
  }

  @BeforeAll
  void teach() throws Exception {
    teacher.teach(LEARNER, "one", "apple", "pear");
    teacher.teach(LEARNER, "two", "plum");
    teacher.teach(LEARNER, "three", "fig", "kiwi");
  }

  @AfterAll
  void close() {
    predictor.close();
    teacher.close();
    store.close();
    model.close();
  }

  private float[] encode(String name) throws Exception {
    return predictor.encode(teacher.image("test", name, 0), 1).get(30, TimeUnit.SECONDS);
  }

  @Test
  void aFeatureIsThatOfTheImageAlone() throws Exception {
    float[] alone =
        model
            .encodeImages(
                List.of(
                    model
                        .preprocessor()
                        .apply(new ImageGate().decode(teacher.image("test", "plum", 0)))))[0];
    assertThat(encode("plum")).usingComparatorWithPrecision(1e-5f).containsExactly(alone);
  }

  @Test
  void everyVersionAnswersWithItsOwnClassesAndProbabilities() throws Exception {
    float[] feature = encode("plum");
    List<Predictor.Result> results =
        predictor.classify(LEARNER, List.of("1", "head", "champion"), List.of(feature), 9).get(0);
    assertThat(results).extracting(Predictor.Result::version).containsExactly(1, 3, 3);
    assertThat(results.get(1).aliases()).containsExactly("champion");
    assertThat(results.get(0).classes())
        .extracting(ClassScore::name)
        .containsExactlyInAnyOrder("apple", "pear");
    assertThat(results.get(1).classes()).hasSize(5);
    assertThat(results.get(1).classes().stream().mapToDouble(ClassScore::probability).sum())
        .isCloseTo(1, within(1e-9));
    Version version = store.version(LEARNER, 3);
    ClassScore best = results.get(1).classes().get(0);
    float[] text =
        version.classes().stream()
            .filter(entry -> entry.name().equals(best.name()))
            .findFirst()
            .orElseThrow()
            .textFeature();
    assertThat(best.score()).isEqualTo(new Classification(text, text.length).scores(feature, 0)[0]);
  }

  @Test
  void aMovedAliasIsFollowedByTheNextCall() throws Exception {
    float[] feature = encode("fig");
    for (int number : new int[] {1, 3, 2, 3}) {
      store.setAlias(LEARNER, "trial", number);
      assertThat(predictor.classify(LEARNER, List.of("trial"), List.of(feature), 1).get(0))
          .extracting(Predictor.Result::version)
          .containsExactly(number);
    }
    store.removeAlias(LEARNER, "trial");
    assertThatThrownBy(() -> predictor.classify(LEARNER, List.of("trial"), List.of(feature), 1))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("no version 'trial'; it has versions 1 to 3");
  }

  @Test
  void whatIsUnknownOrNoImageIsSaidSo() {
    List<float[]> features = List.of(new float[model.dimension()]);
    for (String word : new String[] {"0", "4", "999999999", "1234567890", "nobody", ""}) {
      assertThatThrownBy(() -> predictor.classify(LEARNER, List.of(word), features, 1))
          .isInstanceOf(UnknownVersionException.class);
    }
    assertThatThrownBy(() -> predictor.classify("nobody", List.of(), features, 1))
        .isInstanceOf(UnknownVersionException.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> predictor.encode(new byte[] {1, 2, 3}, 1))
        .isInstanceOf(ImageRejectedException.class);
  }

  /** The gradients are collected on one thread while another encodes images on the same model. */
  @Test
  void predictionsDoNotChangeABitOfWhatIsLearnedAtTheSameTime() throws Exception {
    List<String> quiet = learn("quiet", false);
    List<String> busy = learn("busy", true);
    assertThat(busy).isEqualTo(quiet).hasSize(2);
  }

  private List<String> learn(String name, boolean predicting) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger answers = new AtomicInteger();
    List<Throwable> failures = new ArrayList<>();
    byte[] image = teacher.image("test", "fig", 1);
    List<Thread> clients =
        IntStream.range(0, predicting ? 3 : 0)
            .mapToObj(
                i ->
                    new Thread(
                        () -> {
                          try {
                            while (!done.get()) {
                              float[] feature =
                                  predictor.encode(image, 1).get(30, TimeUnit.SECONDS);
                              predictor.classify(LEARNER, List.of("head"), List.of(feature), 1);
                              answers.incrementAndGet();
                            }
                          } catch (Exception | Error e) {
                            synchronized (failures) {
                              failures.add(e);
                            }
                          }
                        }))
            .toList();
    // A store and an image cache of its own: nothing may come from the other run.
    try (EmbeddingStore own = EmbeddingStore.open(folder.resolve(name));
        Teacher other =
            new Teacher(
                own,
                model,
                folder.resolve("images-" + name),
                java.util.Map.of("epochs", "30", "batch", "4"),
                WorkerListener.NONE)) {
      clients.forEach(Thread::start);
      other.teach("bits", "one", "lemon", "lime", "grape");
      other.teach("bits", "two", "melon", "peach");
      done.set(true);
      for (Thread client : clients) {
        client.join();
      }
      assertThat(failures).isEmpty();
      assertThat(answers.get()).isGreaterThanOrEqualTo(predicting ? 10 : 0);
      return own.versions("bits").stream().map(version -> version.embeddingsSha256()).toList();
    }
  }
}
