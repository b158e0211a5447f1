package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.lamm.LearnerConfiguration.Path;

/** Twenty steps of SGD against the published trainer, on both text paths. */
class TrajectoryFixtureTest extends WithTinyClip {

  private static final int BATCHES = 4;
  private static final int BATCH = 8;
  private static final double TOLERANCE = 1e-5;

  static Stream<Arguments> runs() {
    List<Arguments> all = new ArrayList<>();
    for (String run : List.of("lamm_min1_shots1", "lamm_min1_shots16", "lamm_min2_shots1")) {
      for (Path path : Path.values()) {
        all.add(Arguments.of(run, path));
      }
    }
    return all.stream();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("runs")
  void everyStepLandsWhereThePublishedTrainerDoes(String name, Path kind) {
    JsonNode run = Json.read(Fixtures.path("trajectory.json")).get(name);
    float[] images = PublishedTask.imageFeatures(model, Fixtures.path("trajectory/images.npy"));
    long[] labels = Npy.read(Fixtures.path("trajectory/labels.npy")).longs();
    String folder = "trajectory/" + name + "/";
    float[] afterEachStep =
        Npy.read(Fixtures.path(folder + "token_classes_after_each_step.npy")).floats();
    try (PublishedTask task = new PublishedTask(model, Json.strings(run.get("classnames")), kind);
        TrainedRows rows = new LabelRows(model.manager(), task.path, task.plan, model.dimension());
        AlignmentRun alignment =
            new AlignmentRun(
                model.manager(),
                rows,
                task.plan,
                task.configuration,
                run.get("shots").asInt(),
                task.dimensions(model),
                ReplaySource.PROTOTYPES)) {
      CosineSchedule schedule = new CosineSchedule(0.002, 5, 1, 1e-5);
      int length = alignment.embeddings().length;
      for (int step = 0; step < 20; step++) {
        JsonNode expected = run.get("steps").get(step);
        int batch = expected.get("batch").asInt();
        double rate = schedule.rate(expected.get("epoch").asInt());
        assertThat(rate).isEqualTo(expected.get("lr").asDouble(), Offset.offset(1e-15));
        double loss = alignment.step(batchOf(images, batch), batchOf(labels, batch), rate);
        double value = expected.get("loss").asDouble();
        assertThat(loss).isCloseTo(value, Offset.offset(1e-5 * value));
        assertWithin(
            alignment.embeddings(),
            Arrays.copyOfRange(afterEachStep, step * length, (step + 1) * length),
            TOLERANCE);
      }
      float[] momentum =
          Npy.read(Fixtures.path(folder + "token_classes_momentum_final.npy")).floats();
      assertWithin(alignment.velocity(), momentum, 1e-4);
    }
  }

  @Test
  void theScheduleEqualsThePublishedOneForEveryLength() {
    JsonNode schedules = Json.read(Fixtures.path("lr_schedule.json"));
    assertThat(schedules).isNotEmpty();
    for (JsonNode expected : schedules) {
      CosineSchedule schedule =
          new CosineSchedule(
              expected.get("lr").asDouble(),
              expected.get("max_epoch").asInt(),
              expected.get("warmup_epoch").asInt(),
              expected.get("warmup_cons_lr").asDouble());
      for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
        assertThat(schedule.rate(epoch))
            .isCloseTo(expected.get("lr_of_epoch").get(epoch).asDouble(), Offset.offset(1e-15));
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
