package org.lammstream.manager.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.text.NaiveTextEncoder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Json;
import org.lammstream.manager.fixtures.Npy;

class EncoderFixtureTest {

  private static final double TOLERANCE = 1e-5;
  private static ClipModel model;

  @BeforeAll
  static void load() {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  }

  @AfterAll
  static void close() {
    if (model != null) {
      model.close();
    }
  }

  @Test
  void imageFeaturesEqualThePublishedOnes() {
    float[] input = Npy.read(Fixtures.path("features/image_input.npy")).floats();
    int length = 3 * 32 * 32;
    List<PixelImage> images = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      images.add(new PixelImage(32, Arrays.copyOfRange(input, i * length, (i + 1) * length)));
    }
    assertWithin(
        flat(model.encodeImages(images)),
        Npy.read(Fixtures.path("features/image_features_norm.npy")).floats(),
        TOLERANCE);
  }

  @Test
  void textFeaturesEqualThePublishedOnes() {
    long[] tokens = Npy.read(Fixtures.path("features/text_tokens.npy")).longs();
    JsonNode features = Json.read(Fixtures.path("features/features.json"));
    int[][] rows = new int[20][];
    for (int i = 0; i < rows.length; i++) {
      int first = i * 77;
      rows[i] = IntStream.range(first, first + 77).map(j -> (int) tokens[j]).toArray();
    }
    try (NDManager scope = model.manager().newSubManager()) {
      float[] encoded =
          new NaiveTextEncoder(model.textTower())
              .encodeTokens(scope, rows, Json.ints(features.get("eot_index")))
              .toFloatArray();
      assertWithin(
          encoded, Npy.read(Fixtures.path("features/text_features_norm.npy")).floats(), TOLERANCE);
    }
    assertThat(model.logitScale()).isEqualTo((float) features.get("logit_scale_exp").asDouble());
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }
}
