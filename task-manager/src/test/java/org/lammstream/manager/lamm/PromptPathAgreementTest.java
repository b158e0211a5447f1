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
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.manager.clip.RandomTextTower;
import org.lammstream.manager.clip.checkpoint.Activation;
import org.lammstream.manager.clip.checkpoint.TextConfig;
import org.lammstream.manager.clip.text.TextTower;

/** The cached path against its oracle where context vectors and prompts of deeper blocks train. */
class PromptPathAgreementTest {

  private static final double TOLERANCE = 1e-5;
  private static final int DIMENSION = 48;
  private static final int START = 198;
  private static final int END = 199;

  /** Trained vectors of each class's name: none is a plain name, as for CoOp. */
  private static final int[] VECTORS = {2, 0, 3, 1, 1, 0};

  private static final int[] TAILS = {0, 2, 0, 4, 1, 1};

  @ParameterizedTest(name = "{0} contexts of {1} vectors, {2} words behind, {3} deep prompts")
  @CsvSource({"1, 4, 0, 0", "1, 2, 2, 0", "6, 3, 0, 0", "6, 1, 2, 0", "1, 2, 2, 1", "1, 2, 0, 3"})
  void featuresAndGradientsAgree(int contexts, int vectors, int wordsBehind, int deep) {
    TextConfig config =
        new TextConfig(200, 96, 4, 3, 192, 40, 1e-5, Activation.QUICK_GELU, START, END);
    try (NDManager manager = NDManager.newBaseManager()) {
      TextTower tower = RandomTextTower.create(manager, config, DIMENSION, 5);
      PromptTemplate template = new PromptTemplate(new int[] {START}, new int[] {5, END});
      PromptSheet sheet =
          PromptSheet.of(
              new PromptSheet.Frame(
                  START, vectors, contexts, IntStream.range(150, 150 + wordsBehind).toArray()),
              PromptRows.of(template, prompts()));
      Inputs inputs = Inputs.random(sheet, tower.width(), deep, vectors);
      Encoded cached;
      Encoded naive;
      try (PromptPath path = new MovingTextPath(manager, tower, sheet)) {
        cached = inputs.encode(manager, path);
      }
      try (PromptPath path = new NaiveTextPath(manager, tower, sheet)) {
        naive = inputs.encode(manager, path);
      }
      assertWithin(cached.features(), naive.features(), TOLERANCE);
      assertThat(naive.gradients()).hasSize(1 + deep);
      for (int i = 0; i < naive.gradients().size(); i++) {
        double largest = largestEntry(naive.gradients().get(i));
        assertThat(largest).isPositive();
        assertWithin(cached.gradients().get(i), naive.gradients().get(i), TOLERANCE * largest);
      }
    }
  }

  /**
   * What comes out of a path.
   *
   * @param gradients of the rows, then of the deep prompts
   */
  private record Encoded(float[] features, List<float[]> gradients) {}

  /** What goes into a path: the trained rows, then the prompts of the deeper blocks. */
  private record Inputs(List<float[]> arrays, int width, float[] weights) {

    static Inputs random(PromptSheet sheet, int width, int deep, int vectors) {
      SplittableRandom random = new SplittableRandom(3);
      IntFunction<float[]> draw =
          length -> {
            float[] values = new float[length];
            for (int i = 0; i < length; i++) {
              values[i] = (float) random.nextGaussian();
            }
            return values;
          };
      List<float[]> arrays = new ArrayList<>();
      arrays.add(draw.apply(sheet.trainedRows() * width));
      for (int i = 0; i < deep; i++) {
        arrays.add(draw.apply(vectors * width));
      }
      return new Inputs(arrays, width, draw.apply(VECTORS.length * DIMENSION));
    }

    Encoded encode(NDManager manager, PromptPath path) {
      try (NDManager scope = manager.newSubManager()) {
        List<NDArray> inputs =
            arrays.stream()
                .map(values -> scope.create(values, new Shape(values.length / width, width)))
                .toList();
        inputs.forEach(input -> input.setRequiresGradient(true));
        NDArray weighting = scope.create(weights, new Shape(VECTORS.length, DIMENSION));
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
          NDArray features = path.features(inputs.get(0), inputs.subList(1, inputs.size()));
          collector.backward(features.mul(weighting).sum());
          return new Encoded(
              features.toFloatArray(),
              inputs.stream().map(input -> input.getGradient().toFloatArray()).toList());
        }
      }
    }
  }

  private static List<ClassPrompt> prompts() {
    List<ClassPrompt> prompts = new ArrayList<>();
    for (int i = 0; i < VECTORS.length; i++) {
      int first = 10 + 10 * i;
      prompts.add(
          new ClassPrompt(
              "class " + i,
              VECTORS[i],
              new float[0],
              IntStream.range(first, first + TAILS[i]).toArray()));
    }
    return prompts;
  }
}
