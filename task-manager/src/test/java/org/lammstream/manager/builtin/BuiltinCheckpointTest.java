package org.lammstream.manager.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.ClassEmbedding;

class BuiltinCheckpointTest {

  private static final int SHOTS = 16;
  private static final int TESTS = 8;

  @TempDir private static Path folder;
  private static ClipModel model;
  private static LammLearner learner;

  @BeforeAll
  static void load() {
    Path checkpoint = BuiltinCheckpoint.extractTo(folder.resolve("checkpoint"));
    model = ClipModel.load(checkpoint, new ComputeDevice.Cpu());
    learner = new LammLearner(model);
  }

  @AfterAll
  static void close() {
    learner.close();
    model.close();
  }

  @Test
  void isSmallEnoughForTheRepository() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.list(folder.resolve("checkpoint"))) {
      for (Path file : files.toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(8L << 20);
  }

  @Test
  void knowsItsOwnClassesByName() throws Exception {
    List<String> names = BuiltinData.knownClasses();
    Path images = folder.resolve("known");
    BuiltinData.writeImages(images, names.subList(0, 60), 1, 4, 11);
    float[][] texts = byName(names);
    assertThat(accuracy(images, names.subList(0, 60), texts)).isGreaterThan(0.5);
  }

  @Test
  void newClassesAreNewByNameButEasyByExample() throws Exception {
    List<String> names = BuiltinData.newClasses();
    Path images = folder.resolve("new");
    BuiltinData.writeImages(images, names, SHOTS, TESTS, 12);
    float[][] means = new float[names.size()][];
    for (int c = 0; c < means.length; c++) {
      means[c] = mean(features(images.resolve("train").resolve(names.get(c))));
    }
    assertThat(accuracy(images, names, byName(names))).isLessThan(0.4);
    assertThat(accuracy(images, names, means)).isGreaterThan(0.6);
  }

  private static float[][] byName(List<String> names) {
    return learner.zeroShot(names, LearnerConfiguration.defaults()).stream()
        .map(ClassEmbedding::textFeature)
        .toArray(float[][]::new);
  }

  private static double accuracy(Path images, List<String> names, float[][] classes)
      throws Exception {
    int right = 0;
    int total = 0;
    for (int label = 0; label < names.size(); label++) {
      for (float[] feature : features(images.resolve("test").resolve(names.get(label)))) {
        int best = 0;
        for (int c = 1; c < classes.length; c++) {
          best = dot(feature, classes[c]) > dot(feature, classes[best]) ? c : best;
        }
        right += best == label ? 1 : 0;
        total++;
      }
    }
    return right / (double) total;
  }

  private static float[][] features(Path folder) throws Exception {
    List<PixelImage> pixels = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        pixels.add(model.preprocessor().apply(new ImageGate().decode(file)));
      }
    }
    return model.encodeImages(pixels);
  }

  /** The direction of the mean; its length makes no difference among means of equal length. */
  private static float[] mean(float[][] features) {
    float[] mean = new float[features[0].length];
    for (float[] feature : features) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += feature[i];
      }
    }
    double norm = Math.sqrt(dot(mean, mean));
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (mean[i] / norm);
    }
    return mean;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
