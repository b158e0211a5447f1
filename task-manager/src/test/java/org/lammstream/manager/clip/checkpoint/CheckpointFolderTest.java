package org.lammstream.manager.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig.Resize;
import org.lammstream.manager.fixtures.Fixtures;

class CheckpointFolderTest {

  private static final String INDEX = "model.safetensors.index.json";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void fillFolder() throws IOException {
    write("config.json", "{\"vision_config\": {\"image_size\": 64}}");
    write("preprocessor_config.json", "{\"size\": 64, \"crop_size\": 64}");
    write("tokenizer.json", "{}");
    new SafetensorsWriter()
        .addF32("logit_scale", new float[] {4.6f})
        .write(folder.resolve("model.safetensors"));
  }

  @Test
  void readsARealCheckpoint() {
    CheckpointFolder checkpoint = CheckpointFolder.open(Fixtures.shared("models/clip-tiny-64"));
    assertThat(checkpoint.name()).isEqualTo("clip-tiny-64");
    assertThat(checkpoint.config())
        .isEqualTo(
            new ClipConfig(
                new TextConfig(
                    49408, 192, 4, 3, 768, 77, 1e-5, Activation.QUICK_GELU, 49406, 49407),
                new VisionConfig(64, 8, 192, 6, 3, 768, 1e-5, Activation.QUICK_GELU),
                192));
    assertThat(checkpoint.config().vision().positions()).isEqualTo(65);
    PreprocessorConfig preprocessor = checkpoint.preprocessor();
    assertThat(preprocessor.resize()).isEqualTo(new Resize.ShortestEdge(64));
    assertThat(preprocessor.size()).isEqualTo(64);
    assertThat(preprocessor.mean()).isEqualTo(PreprocessorConfig.clip(64).mean());
    assertThat(preprocessor.std()).isEqualTo(PreprocessorConfig.clip(64).std());
    assertThat(checkpoint.weights().read("visual_projection.weight", 192, 192)).hasSize(36864);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"})
  void saysWhichFileIsMissing(String name) throws IOException {
    Files.delete(folder.resolve(name));
    assertRefused(folder + ": no checkpoint: " + name);
  }

  @Test
  void saysThatPickledWeightsAreNotRead() throws IOException {
    Files.move(folder.resolve("model.safetensors"), folder.resolve("pytorch_model.bin"));
    assertRefused("pytorch_model.bin is not read");
  }

  @Test
  void refusesAFolderThatIsNone() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> CheckpointFolder.open(missing))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(missing + ": no such checkpoint folder");
  }

  @Test
  void refusesPixelsTheImageTowerDoesNotTake() throws IOException {
    write("preprocessor_config.json", "{\"size\": 32, \"crop_size\": 32}");
    assertRefused("makes images of 32 pixels, but the image tower takes 64");
  }

  @Test
  void readsWeightsInSeveralFiles() throws IOException {
    shard();
    TensorSource weights = CheckpointFolder.open(folder).weights();
    assertThat(weights.names()).containsExactlyInAnyOrder("a", "b");
    assertThat(weights.read("a", 1)).containsExactly(1);
    assertThat(weights.read("b", 2)).containsExactly(2, 3);
    assertThatThrownBy(() -> weights.read("c", 1))
        .hasMessage(folder.resolve(INDEX) + ": tensor c is missing");
    assertThatThrownBy(() -> weights.read("b", 1))
        .hasMessage(folder.resolve("two.safetensors") + ": tensor b: shape [2] instead of [1]");
  }

  @Test
  void refusesAnIndexThatDoesNotFitItsFiles() throws IOException {
    shard();
    write(INDEX, "{\"weight_map\": {\"a\": \"two.safetensors\"}}");
    assertRefused("two.safetensors: tensor a is missing");
    write(INDEX, "{\"weight_map\": {\"a\": \"three.safetensors\"}}");
    assertRefused("names three.safetensors, which is missing");
    write(INDEX, "{\"weight_map\": {\"a\": \"../one.safetensors\"}}");
    assertRefused("not a file name: \"../one.safetensors\"");
    write(INDEX, "{\"weight_map\": {\"a\": 5}}");
    assertRefused("weight_map.a is not a string: 5");
    write(INDEX, "{\"weight_map\": [1]}");
    assertRefused("weight_map is not an object");
    write(INDEX, "{\"metadata\": {}}");
    assertRefused("weight_map is missing or empty");
  }

  @Test
  void hasTheDigestThatSha256sumGives() throws IOException, NoSuchAlgorithmException {
    StringBuilder listing = new StringBuilder();
    for (String name :
        new String[] {
          "config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json"
        }) {
      String hash = sha256(Files.readAllBytes(folder.resolve(name)));
      listing.append(hash).append("  ").append(name).append('\n');
    }
    assertThat(CheckpointFolder.open(folder).sha256())
        .isEqualTo(sha256(listing.toString().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void hasAnotherDigestWhenAnyFileChanges() throws IOException {
    String before = CheckpointFolder.open(folder).sha256();
    assertThat(CheckpointFolder.open(folder).sha256()).isEqualTo(before);
    write("README.md", "not part of it");
    assertThat(CheckpointFolder.open(folder).sha256()).isEqualTo(before);
    write("tokenizer.json", "{ }");
    String after = CheckpointFolder.open(folder).sha256();
    assertThat(after).isNotEqualTo(before);
    shard();
    assertThat(CheckpointFolder.open(folder).sha256()).isNotEqualTo(after);
  }

  private void shard() throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    new SafetensorsWriter()
        .addF32("a", new float[] {1}, 1)
        .write(folder.resolve("one.safetensors"));
    new SafetensorsWriter()
        .addF16("b", new float[] {2, 3}, 2)
        .write(folder.resolve("two.safetensors"));
    write(INDEX, "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"two.safetensors\"}}");
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> CheckpointFolder.open(folder))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .message()
        .startsWith(folder.toString())
        .doesNotContain("\n");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
