package org.lammstream.manager.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.fixtures.Agreement.assertWithin;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
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

  @Test
  void aFeatureDoesNotDependOnTheOtherImagesOfItsBatch() {
    List<PixelImage> ones = new ArrayList<>();
    List<PixelImage> others = new ArrayList<>();
    float[] input = Npy.read(Fixtures.path("features/image_input.npy")).floats();
    int length = 3 * 32 * 32;
    for (int i = 0; i < 32; i++) {
      int image = i % 6;
      ones.add(new PixelImage(32, Arrays.copyOfRange(input, image * length, (image + 1) * length)));
      int other = i == 9 ? image : (image + 1 + i % 4) % 6;
      others.add(
          new PixelImage(32, Arrays.copyOfRange(input, other * length, (other + 1) * length)));
    }
    assertThat(model.encodeImages(others)[9]).isEqualTo(model.encodeImages(ones)[9]);
  }

  @Test
  void aShardedCheckpointIsTheSameModel(@TempDir Path folder) throws IOException {
    Path whole = Fixtures.path("tiny_clip");
    CheckpointFolder checkpoint = CheckpointFolder.open(whole);
    JsonNode header = SafetensorsShapes.of(whole.resolve("model.safetensors"));
    SafetensorsShapes.split(checkpoint.weights(), header, folder);
    for (String file : List.of("config.json", "tokenizer.json", "preprocessor_config.json")) {
      Files.copy(whole.resolve(file), folder.resolve(file));
    }
    float[] input = Npy.read(Fixtures.path("features/image_input.npy")).floats();
    List<PixelImage> image = List.of(new PixelImage(32, Arrays.copyOf(input, 3 * 32 * 32)));
    try (ClipModel sharded = ClipModel.load(folder, new ComputeDevice.Cpu())) {
      assertThat(sharded.encodeImages(image)[0]).isEqualTo(model.encodeImages(image)[0]);
      assertThat(sharded.textTower().tokenTable()).isEqualTo(model.textTower().tokenTable());
      assertThat(sharded.sha256()).isNotEqualTo(model.sha256());
    }
  }

  private static float[] flat(float[][] rows) {
    float[] flat = new float[rows.length * rows[0].length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * rows[i].length, rows[i].length);
    }
    return flat;
  }
}
