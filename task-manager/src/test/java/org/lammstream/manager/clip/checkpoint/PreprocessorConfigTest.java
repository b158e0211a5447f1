package org.lammstream.manager.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig.Resize;

class PreprocessorConfigTest {

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'size': 224, 'crop_size': 224, 'resample': 3}",
        "{'size': {'shortest_edge': 224}, 'crop_size': {'height': 224, 'width': 224}}",
        "{'do_resize': true, 'do_center_crop': true, 'image_mean': null}"
      })
  void readsOldAndNewWaysToSayTheSame(String json) throws IOException {
    PreprocessorConfig config = read(json);
    assertThat(config).usingRecursiveComparison().isEqualTo(PreprocessorConfig.clip(224));
  }

  @Test
  void readsEverythingThatCanDiffer() throws IOException {
    PreprocessorConfig config =
        read(
            """
            {"size": {"height": 40, "width": 50}, "crop_size": 32, "do_rescale": false,
             "image_mean": [0.5, 0.25, 0], "image_std": [1, 2, 3]}
            """);
    assertThat(config.resize()).isEqualTo(new Resize.Exact(50, 40));
    assertThat(config.size()).isEqualTo(32);
    assertThat(config.rescaleFactor()).isEqualTo(1);
    assertThat(config.mean()).containsExactly(0.5f, 0.25f, 0);
    assertThat(config.std()).containsExactly(1, 2, 3);
  }

  @Test
  void stepsCanBeSwitchedOff() throws IOException {
    PreprocessorConfig config =
        read(
            """
            {"size": {"height": 48, "width": 48}, "do_center_crop": false,
             "do_normalize": false, "rescale_factor": 0.5}
            """);
    assertThat(config.size()).isEqualTo(48);
    assertThat(config.rescaleFactor()).isEqualTo(0.5);
    assertThat(config.mean()).containsOnly(0);
    assertThat(config.std()).containsOnly(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'do_resize': false}; do_resize is false",
        "{'do_resize': 1}; do_resize is neither true nor false",
        "{'resample': 2}; resample is not 3 (bicubic)",
        "{'size': {'longest_edge': 224}}; size has neither shortest_edge nor height and width",
        "{'size': -1}; size is -1",
        "{'size': 1000000}; size is 1000000",
        "{'crop_size': {'height': 224, 'width': 200}}; crop_size 200x224 is not square",
        "{'size': 200, 'crop_size': 224}; crop_size 224 is larger than the resized image, 200",
        "{'do_center_crop': false}; without a centre crop, size must be",
        "{'image_mean': [1, 2]}; image_mean does not hold three usable numbers",
        "{'image_mean': 0.5}; image_mean does not hold three usable numbers",
        "{'image_std': [1, 0, 1]}; image_std does not hold three usable numbers",
        "{'image_std': [1, 'x', 1]}; image_std does not hold three usable numbers",
        "{'rescale_factor': 0}; rescale_factor is not a positive number"
      })
  void refusesWhatItCannotDo(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .message()
        .startsWith(folder.toString())
        .doesNotContain("\n");
  }

  private PreprocessorConfig read(String json) throws IOException {
    Path file = folder.resolve("preprocessor_config.json");
    return PreprocessorConfig.read(Files.writeString(file, json.replace('\'', '"')));
  }
}
