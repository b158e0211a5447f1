package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestEntry;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Loss terms and gradients of CoOp+LAMM and MaPLe+LAMM against the published codes. */
class PromptLossFixtureTest extends WithTinyClip {

  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-4;

  /** One ulp of a cosine near 1, which the published 1 − cos cannot resolve. */
  private static final double COSINE_RESOLUTION = 1.2e-7;

  private static final Map<String, Function<LossTerms, NDArray>> TERMS =
      Map.of(
          "ce", LossTerms::crossEntropy,
          "param", LossTerms::parameter,
          "cos", LossTerms::feature,
          "kd", LossTerms::logit);

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    for (String entry :
        List.of("coop_lamm/min1", "coop_lamm/min2", "maple_lamm/depth1", "maple_lamm/depth2")) {
      entry(entry)
          .get("cases")
          .fieldNames()
          .forEachRemaining(
              name -> {
                for (Path path : Path.values()) {
                  all.add(Arguments.of(entry, name, path));
                }
              });
    }
    return all.stream();
  }

  private static JsonNode entry(String folder) {
    return folder.startsWith("maple")
        ? Json.read(Fixtures.path("maple_lamm.json")).get(folder.substring(folder.indexOf('/') + 1))
        : Json.read(Fixtures.path("lamm_loss.json")).get(folder.replace('/', '_'));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void everyTermItsGradientsAndTheTotalEqualThePublishedOnes(
      String folder, String caseName, Path path) {
    JsonNode entry = entry(folder);
    JsonNode expected = entry.get("cases").get(caseName);
    boolean maple = folder.startsWith("maple");
    float[] images =
        maple
            ? Npy.read(Fixtures.path("lamm/images.npy")).floats()
            : PublishedTask.imageFeatures(model, Fixtures.path("lamm/images.npy"));
    try (PublishedPrompts prompts =
        maple
            ? PublishedPrompts.maple(model, entry, path)
            : PublishedPrompts.coop(model, entry, path)) {
      PromptParameters init = prompts.stored(folder + "/", "_init.npy");
      for (String words : List.of(PromptParameters.CONTEXT, PromptParameters.LABELS)) {
        assertThat(prompts.plan.start().tensor(words)).as(words).isEqualTo(init.tensor(words));
      }
      PromptParameters perturbed = prompts.stored(folder + "/", "_perturbed.npy");
      int[] labels = Json.ints(expected.get("labels"));
      for (String term : TERMS.keySet()) {
        Evaluated actual;
        try (PromptRun run = prompts.run(PublishedPrompts.UNIT, 1, perturbed)) {
          actual = evaluate(run, images, labels, TERMS.get(term));
        }
        double value = expected.get(term).asDouble();
        assertThat(actual.loss())
            .as(term)
            .isCloseTo(value, within(LOSS_TOLERANCE * Math.abs(value) + COSINE_RESOLUTION));
        // The gradients of the big matrices are stored for the total only.
        int compared = assertGradients(actual, expected, "__" + term);
        assertThat(compared).isGreaterThanOrEqualTo(2);
      }
      LossWeights published =
          new LossWeights(
              OptionalDouble.empty(), 1, 0.05, 0, 0, 0, LossWeights.Distillation.REFERENCE, 2);
      try (PromptRun run = prompts.run(published, expected.get("shots").asInt(), perturbed)) {
        Evaluated total = evaluate(run, images, labels, LossTerms::total);
        double value = expected.get("total").asDouble();
        assertThat(total.loss()).isCloseTo(value, within(LOSS_TOLERANCE * value));
        int compared = assertGradients(total, expected, "");
        assertThat(compared).isEqualTo(perturbed.tensors().size());
      }
    }
  }

  private record Evaluated(double loss, Map<String, float[]> gradients) {}

  private static Evaluated evaluate(
      PromptRun run, float[] images, int[] labels, Function<LossTerms, NDArray> term) {
    try (NDManager scope = model.manager().newSubManager()) {
      Map<String, NDArray> arrays = run.arrays(scope);
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        // All parameters take part, so that each has a gradient whatever the term depends on.
        LossTerms terms = run.terms(scope, arrays, images, labels);
        NDArray value = term.apply(terms);
        collector.backward(value.add(terms.total().mul(scope.create(0f))));
        Map<String, float[]> gradients = new TreeMap<>();
        arrays.forEach((name, array) -> gradients.put(name, array.getGradient().toFloatArray()));
        return new Evaluated(value.toFloatArray()[0], gradients);
      }
    }
  }

  /** Compares the gradients that are stored; returns how many there were. */
  private static int assertGradients(Evaluated actual, JsonNode expected, String ending) {
    int compared = 0;
    for (Map.Entry<String, float[]> gradient : actual.gradients().entrySet()) {
      JsonNode file = expected.get("files").get("grad_" + gradient.getKey() + ending);
      if (file != null) {
        float[] stored = Npy.read(Fixtures.path(file.asText())).floats();
        assertWithin(
            gradient.getValue(), stored, GRADIENT_TOLERANCE * largestEntry(stored) + 1e-12);
        compared++;
      }
    }
    return compared;
  }
}
