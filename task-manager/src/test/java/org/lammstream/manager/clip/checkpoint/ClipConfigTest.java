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

class ClipConfigTest {

  private static final TextConfig TEXT_B =
      new TextConfig(49408, 512, 12, 8, 2048, 77, 1e-5, Activation.QUICK_GELU, 49406, 49407);
  private static final VisionConfig VISION_B32 =
      new VisionConfig(224, 32, 768, 12, 12, 3072, 1e-5, Activation.QUICK_GELU);

  @TempDir private Path folder = Path.of("");

  @Test
  void whatIsAbsentIsAsInHuggingFacesDefaults() throws IOException {
    assertThat(read("{}")).isEqualTo(new ClipConfig(TEXT_B, VISION_B32, 512));
    assertThat(read("{\"text_config\": null, \"vision_config\": {\"patch_size\": null}}"))
        .isEqualTo(new ClipConfig(TEXT_B, VISION_B32, 512));
  }

  @Test
  void readsOpenAisOldFiles() throws IOException {
    ClipConfig config =
        read(
            """
            {"model_type": "clip", "projection_dim": 768, "logit_scale_init_value": 2.6592,
             "text_config": {"hidden_size": 5, "bos_token_id": 0, "eos_token_id": 2},
             "text_config_dict": {"hidden_size": 768, "intermediate_size": 3072,
                                  "num_attention_heads": 12, "num_hidden_layers": 12},
             "vision_config": {"patch_size": 14, "hidden_size": 1024, "intermediate_size": 4096,
                               "num_attention_heads": 16, "num_hidden_layers": 24,
                               "hidden_act": "gelu", "layer_norm_eps": 1e-6},
             "vision_config_dict": null}
            """);
    assertThat(config.projection()).isEqualTo(768);
    assertThat(config.text())
        .isEqualTo(
            new TextConfig(
                49408, 768, 12, 12, 3072, 77, 1e-5, Activation.QUICK_GELU, 49406, 49407));
    assertThat(config.vision())
        .isEqualTo(new VisionConfig(224, 14, 1024, 24, 16, 4096, 1e-6, Activation.GELU));
    assertThat(config.vision().positions()).isEqualTo(257);
  }

  @Test
  void keepsTheOldEndTokenForTheTokenizerToResolve() throws IOException {
    ClipConfig config = read("{\"text_config\": {\"bos_token_id\": 0, \"eos_token_id\": 2}}");
    assertThat(config.text().eosTokenId()).isEqualTo(TextConfig.LEGACY_EOS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'text_config': 5}; text_config is not an object",
        "{'text_config': {'hidden_size': 'x'}}; text_config.hidden_size is not a whole number",
        "{'text_config': {'hidden_size': 0}}; text_config.hidden_size is 0, allowed is 1 to 65536",
        "{'text_config': {'hidden_size': 1.5}}; is not a whole number: 1.5",
        "{'text_config': {'hidden_size': 99999999999}}; is not a whole number: 99999999999",
        "{'text_config': {'num_attention_heads': 7}}; 512 is no multiple of num_attention_heads 7",
        "{'vision_config': {'num_channels': 1}}; num_channels is 1, allowed is 3",
        "{'vision_config': {'patch_size': 225}}; patch_size is 225, allowed is 1 to 224",
        "{'vision_config': {'hidden_act': 'relu'}}; hidden_act is \"relu\"",
        "{'vision_config': {'layer_norm_eps': -1}}; layer_norm_eps is not a positive number: -1",
        "{'model_type': 'siglip'}; model_type is \"siglip\", not \"clip\"",
        "{'a': 1, 'a': 2}; Duplicate field 'a'",
        "{} {}; not valid JSON",
        "{; not valid JSON",
        "[]; does not hold a JSON object"
      })
  void refusesWhatMakesNoSense(String json, String message) {
    assertThatThrownBy(() -> read(json.replace('\'', '"')))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .message()
        .startsWith(folder.resolve("config.json").toString())
        .doesNotContain("\n");
  }

  private ClipConfig read(String json) throws IOException {
    return ClipConfig.read(Files.writeString(folder.resolve("config.json"), json));
  }
}
