package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestEntry;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lammstream.manager.clip.RandomTextTower;
import org.lammstream.manager.clip.checkpoint.Activation;
import org.lammstream.manager.clip.checkpoint.TextConfig;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.manager.clip.text.TextTower;

/** The cached path against its oracle, with many heads, layers, lengths and both activations. */
class TextPathAgreementTest {

  private static final double TOLERANCE = 1e-5;
  private static final int DIMENSION = 48;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void featuresAndGradientsAgree(Activation activation) {
    // Lengths up and down, so that packing has to reorder, and some frozen tails.
    assertAgreement(
        activation, new int[] {2, 1, 5, 1, 3, 2, 1, 4}, new int[] {0, 2, 0, 0, 1, 0, 4, 0});
  }

  /** Then there is a single group, and nothing to join. */
  @Test
  void promptsOfOneLengthAgree() {
    assertAgreement(Activation.QUICK_GELU, new int[] {3, 2, 3}, new int[] {0, 1, 0});
  }

  @Test
  void aSinglePromptAgrees() {
    assertAgreement(Activation.QUICK_GELU, new int[] {2}, new int[] {0});
  }

  private static void assertAgreement(Activation activation, int[] vectors, int[] tails) {
    TextConfig config = new TextConfig(200, 96, 4, 3, 192, 40, 1e-5, activation, 198, 199);
    try (NDManager manager = NDManager.newBaseManager()) {
      TextTower tower = RandomTextTower.create(manager, config, DIMENSION, 5);
      PromptTemplate template = new PromptTemplate(new int[] {198, 1, 2, 3, 4}, new int[] {5, 199});
      List<ClassPrompt> prompts = prompts(tower, vectors, tails);
      PromptRows rows = PromptRows.of(template, prompts);
      float[] weights = random(prompts.size() * DIMENSION, 3);
      Encoded cached;
      Encoded naive;
      try (PrefixTextEncoder encoder = new PrefixTextEncoder(manager, tower, template.prefix());
          TextPath path = new CachedTextPath(manager, encoder, rows)) {
        cached = encode(manager, path, prompts, tower.width(), weights);
      }
      try (TextPath path = new NaiveTextPath(manager, tower, template, rows)) {
        naive = encode(manager, path, prompts, tower.width(), weights);
      }
      assertWithin(cached.features(), naive.features(), TOLERANCE);
      double largest = largestEntry(naive.gradient());
      assertThat(largest).isPositive();
      assertWithin(cached.gradient(), naive.gradient(), TOLERANCE * largest);
    }
  }

  private record Encoded(float[] features, float[] gradient) {}

  private static Encoded encode(
      NDManager manager, TextPath path, List<ClassPrompt> prompts, int width, float[] weights) {
    float[] initial =
        new AlignmentPlan(prompts, List.of(), List.of(), List.of()).initialEmbeddings();
    try (NDManager scope = manager.newSubManager()) {
      NDArray embeddings = scope.create(initial, new Shape(initial.length / width, width));
      embeddings.setRequiresGradient(true);
      NDArray weighting = scope.create(weights, new Shape(prompts.size(), DIMENSION));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray features = path.features(embeddings);
        collector.backward(features.mul(weighting).sum());
        return new Encoded(features.toFloatArray(), embeddings.getGradient().toFloatArray());
      }
    }
  }

  private static List<ClassPrompt> prompts(TextTower tower, int[] vectors, int[] tails) {
    List<ClassPrompt> prompts = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      int first = 10 + 10 * i;
      int end = first + vectors[i];
      prompts.add(
          new ClassPrompt(
              "class " + i,
              vectors[i],
              tower.embeddings(IntStream.range(first, end).toArray()),
              IntStream.range(end, end + tails[i]).toArray()));
    }
    return prompts;
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
