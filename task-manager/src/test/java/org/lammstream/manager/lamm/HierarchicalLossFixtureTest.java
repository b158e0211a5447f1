package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;
import static org.lammstream.manager.fixtures.Agreement.largestEntry;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Loss terms and gradients against the published code, on both text paths. */
class HierarchicalLossFixtureTest extends WithTinyClip {

  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-4;

  /** One ulp of a cosine near 1, which the published 1 − cos cannot resolve. */
  private static final double COSINE_RESOLUTION = 1.2e-7;

  private static final List<Term> TERMS =
      List.of(
          new Term("ce", LossTerms::crossEntropy),
          new Term("param", LossTerms::parameter),
          new Term("cos", LossTerms::feature),
          new Term("kd", LossTerms::logit));

  private record Term(String name, Function<LossTerms, NDArray> of) {}

  static Stream<Arguments> cases() {
    List<Arguments> all = new ArrayList<>();
    JsonNode entries = Json.read(Fixtures.path("lamm_loss.json"));
    for (String entry : List.of("lamm_min1", "lamm_min2")) {
      entries
          .get(entry)
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

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("cases")
  void everyTermItsGradientAndTheTotalEqualThePublishedOnes(
      String entryName, String caseName, Path kind) {
    JsonNode entry = Json.read(Fixtures.path("lamm_loss.json")).get(entryName);
    JsonNode expected = entry.get("cases").get(caseName);
    int[] labels = Json.ints(expected.get("labels"));
    float[] images = PublishedTask.imageFeatures(model, file(entry, "images"));
    float[] perturbed = Npy.read(file(entry, "token_classes_perturbed")).floats();
    try (PublishedTask task =
        new PublishedTask(model, Json.strings(entry.get("classnames")), kind)) {
      assertThat(task.plan.initialEmbeddings())
          .isEqualTo(Npy.read(file(entry, "token_classes_init")).floats());
      assertWithin(
          task.plan.anchorFeatures(),
          Npy.read(file(entry, "fix_text_features_norm")).floats(),
          1e-5);

      LossWeights unit =
          new LossWeights(
              OptionalDouble.of(1), 1, 1, 0, 0, 0, LossWeights.Distillation.REFERENCE, 2);
      for (Term term : TERMS) {
        Evaluated actual = evaluate(task, unit, images, labels, perturbed, term.of());
        double value = expected.get(term.name()).asDouble();
        assertThat(actual.loss())
            .as(term.name())
            .isCloseTo(value, within(LOSS_TOLERANCE * Math.abs(value) + COSINE_RESOLUTION));
        assertGradient(actual, expected, "grad_token_classes__" + term.name());
      }
      LossWeights published =
          LearnerConfiguration.from(
                  Map.of(
                      "loss.parameter",
                      Double.toString(1.0 / expected.get("shots").asInt()),
                      "loss.feature",
                      "1",
                      "loss.logit",
                      "0.05",
                      "loss.kd",
                      "reference"))
              .loss();
      Evaluated total = evaluate(task, published, images, labels, perturbed, LossTerms::total);
      double value = expected.get("total").asDouble();
      assertThat(total.loss()).isCloseTo(value, within(LOSS_TOLERANCE * value));
      assertGradient(total, expected, "grad_token_classes");
    }
  }

  private record Evaluated(double loss, float[] gradient) {}

  private static Evaluated evaluate(
      PublishedTask task,
      LossWeights weights,
      float[] images,
      int[] labels,
      float[] embeddings,
      Function<LossTerms, NDArray> term) {
    try (NDManager scope = model.manager().newSubManager()) {
      AlignmentPlan plan = task.plan;
      Shape shape = new Shape(embeddings.length / model.width(), model.width());
      HierarchicalLoss loss =
          new HierarchicalLoss(
              scope,
              new HierarchicalLoss.Anchors(
                  scope.create(plan.anchorFeatures(), new Shape(plan.classes(), model.dimension())),
                  scope.create(plan.initialEmbeddings(), shape),
                  plan.rowWeights(weights.parameter(1), 0),
                  plan.classWeights(0, 0)),
              plan.replay(),
              weights,
              model.logitScale());
      NDArray parameters = scope.create(embeddings, shape);
      parameters.setRequiresGradient(true);
      NDArray features = scope.create(images, new Shape(labels.length, model.dimension()));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        NDArray value =
            term.apply(loss.terms(features, labels, task.path.features(parameters), parameters));
        collector.backward(value);
        return new Evaluated(value.toFloatArray()[0], parameters.getGradient().toFloatArray());
      }
    }
  }

  private static void assertGradient(Evaluated actual, JsonNode expected, String name) {
    float[] gradient = Npy.read(file(expected, name)).floats();
    assertWithin(actual.gradient(), gradient, GRADIENT_TOLERANCE * largestEntry(gradient) + 1e-12);
  }

  private static java.nio.file.Path file(JsonNode entry, String name) {
    return Fixtures.path(entry.get("files").get(name).asText());
  }

  private static org.assertj.core.data.Offset<Double> within(double tolerance) {
    return org.assertj.core.data.Offset.offset(tolerance);
  }
}
