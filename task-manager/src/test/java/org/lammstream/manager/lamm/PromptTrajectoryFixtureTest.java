package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Twenty steps of CoOp+LAMM and MaPLe+LAMM against the published trainers. */
class PromptTrajectoryFixtureTest extends WithTinyClip {

  private static final int STEPS = 20;
  private static final int BATCHES = 4;
  private static final int BATCH = 8;
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> maple() {
    List<Arguments> all = new ArrayList<>();
    for (String depth : List.of("depth1", "depth2")) {
      for (Path path : Path.values()) {
        all.add(Arguments.of(depth, path));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @EnumSource(Path.class)
  void coopWithLammStaysOnThePublishedTrajectory(Path path) {
    String name = "coop_lamm_min1_shots1";
    JsonNode run = Json.read(Fixtures.path("trajectory.json")).get(name);
    float[] features = PublishedTask.imageFeatures(model, Fixtures.path("trajectory/images.npy"));
    String folder = "trajectory/" + name + "/";
    try (PublishedPrompts prompts = PublishedPrompts.coop(model, run, path);
        PromptRun training =
            prompts.run(prompts.settings.loss(), 1, prompts.stored(folder, "_init.npy"))) {
      follow(training, run.get("steps"), run.get("files"), features, 0.002);
      float[] momentum =
          Npy.read(Fixtures.path(folder + "token_classes_momentum_final.npy")).floats();
      assertWithin(training.velocity(PromptParameters.LABELS), momentum, 1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("maple")
  void mapleWithLammStaysOnThePublishedTrajectory(String depth, Path path) {
    JsonNode entry = Json.read(Fixtures.path("maple_lamm.json")).get(depth);
    JsonNode run = entry.get("trajectory");
    float[] pixels = Npy.read(Fixtures.path("trajectory/images.npy")).floats();
    try (PublishedPrompts prompts = PublishedPrompts.maple(model, entry, path);
        PromptRun training =
            prompts.run(
                prompts.settings.loss(),
                1,
                prompts.stored("maple_lamm/" + depth + "/", "_init.npy"))) {
      follow(training, run.get("steps"), run.get("files"), pixels, run.get("lr").asDouble());
    }
  }

  /**
   * Trains and compares every parameter after every step, or where only that is stored, at the end.
   */
  private static void follow(
      PromptRun training, JsonNode steps, JsonNode files, float[] images, double learningRate) {
    long[] labels = Npy.read(Fixtures.path("trajectory/labels.npy")).longs();
    CosineSchedule schedule = new CosineSchedule(learningRate, 5, 1, 1e-5);
    for (int step = 0; step < STEPS; step++) {
      JsonNode expected = steps.get(step);
      int batch = expected.get("batch").asInt();
      double rate = schedule.rate(expected.get("epoch").asInt());
      assertThat(rate).isEqualTo(expected.get("lr").asDouble(), Offset.offset(1e-15));
      double loss = training.step(batchOf(images, batch), batchOf(labels, batch), rate);
      double value = expected.get("loss").asDouble();
      assertThat(loss).isCloseTo(value, Offset.offset(1e-5 * value));
      for (var parameter : training.parameters().tensors().entrySet()) {
        float[] stored = Npy.read(Fixtures.path(files.get(parameter.getKey()).asText())).floats();
        float[] actual = parameter.getValue().values();
        boolean finalOnly = stored.length == actual.length;
        if (!finalOnly || step == STEPS - 1) {
          int from = finalOnly ? 0 : step * actual.length;
          assertWithin(actual, Arrays.copyOfRange(stored, from, from + actual.length), TOLERANCE);
        }
      }
    }
  }

  private static float[] batchOf(float[] images, int batch) {
    int length = images.length / BATCHES;
    return Arrays.copyOfRange(images, batch * length, (batch + 1) * length);
  }

  private static int[] batchOf(long[] labels, int batch) {
    return Arrays.stream(labels, batch * BATCH, (batch + 1) * BATCH)
        .mapToInt(label -> (int) label)
        .toArray();
  }
}
