package org.lammstream.manager.clip.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.checkpoint.CheckpointException;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.fixtures.Fixtures;

class ClipTokenizerTest {

  @TempDir private Path temporary = Path.of("");

  @Test
  void givesHuggingFacesIdsForEveryGoldenString() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    int strings = 0;
    SoftAssertions softly = new SoftAssertions();
    try (ClipTokenizer tokenizer = tiny();
        var lines = Files.newBufferedReader(Fixtures.path("tokenizer.jsonl"))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode golden = mapper.readTree(line);
        int[] expected = mapper.convertValue(golden.get("hf_ids"), int[].class);
        String text = golden.get("text").textValue();
        softly.assertThat(tokenizer.encode(text)).as("ids of <%s>", text).isEqualTo(expected);
        strings++;
      }
    }
    softly.assertAll();
    assertThat(strings).isEqualTo(397);
  }

  @Test
  void knowsStartAndEnd() {
    try (ClipTokenizer tokenizer = tiny()) {
      assertThat(tokenizer.sot()).isEqualTo(49406);
      assertThat(tokenizer.eot()).isEqualTo(49407);
    }
  }

  @Test
  void neitherCutsNorPadsALongText() {
    try (ClipTokenizer tokenizer = tiny()) {
      assertThat(tokenizer.encode("cat ".repeat(1000))).hasSize(1000).containsOnly(2368);
      assertThat(tokenizer.encode(" \t\n ")).isEmpty();
    }
  }

  @Test
  void findsTheEndDespiteTheIdsInOpenAisOldConfiguration() throws IOException {
    Path folder = copyOfTiny();
    edit(
        folder.resolve("config.json"),
        "\"bos_token_id\": 49406,\n  \"eos_token_id\": 49407",
        "\"bos_token_id\": 0, \"eos_token_id\": 2");
    try (ClipTokenizer tokenizer = ClipTokenizer.open(CheckpointFolder.open(folder))) {
      assertThat(tokenizer.sot()).isEqualTo(49406);
      assertThat(tokenizer.eot()).isEqualTo(49407);
    }
  }

  @Test
  void findsTheEndWithoutAPostProcessor() throws IOException {
    Path folder = copyOfTiny();
    ObjectMapper mapper = new ObjectMapper();
    File file = folder.resolve("tokenizer.json").toFile();
    ObjectNode tokenizerJson = (ObjectNode) mapper.readTree(file);
    mapper.writeValue(file, tokenizerJson.putNull("post_processor"));
    edit(folder.resolve("config.json"), "\"eos_token_id\": 49407", "\"eos_token_id\": 2");
    try (ClipTokenizer tokenizer = ClipTokenizer.open(CheckpointFolder.open(folder))) {
      assertThat(tokenizer.sot()).isEqualTo(49406);
      assertThat(tokenizer.eot()).isEqualTo(49407);
    }
  }

  @Test
  void refusesATokenizerThatDoesNotFitTheModel() throws IOException {
    Path folder = copyOfTiny();
    edit(folder.resolve("config.json"), "\"eos_token_id\": 49407", "\"eos_token_id\": 7");
    assertRefused(folder, "ends a text with token 49407, but config.json says eos_token_id 7");

    edit(folder.resolve("config.json"), "\"vocab_size\": 49408", "\"vocab_size\": 1000");
    assertRefused(folder, "makes token 49406, but the model has 1000 token embeddings");
  }

  @Test
  void refusesAFileThatIsNoTokenizer() throws IOException {
    Path folder = copyOfTiny();
    Files.writeString(folder.resolve("tokenizer.json"), "{\"version\": ");
    assertRefused(folder, "tokenizer.json: no usable tokenizer");
  }

  private static void assertRefused(Path folder, String message) {
    CheckpointFolder checkpoint = CheckpointFolder.open(folder);
    assertThatThrownBy(() -> ClipTokenizer.open(checkpoint))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private static ClipTokenizer tiny() {
    return ClipTokenizer.open(CheckpointFolder.open(Fixtures.path("tiny_clip")));
  }

  private Path copyOfTiny() throws IOException {
    for (String name :
        new String[] {
          "config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"
        }) {
      Files.copy(Fixtures.path("tiny_clip/" + name), temporary.resolve(name));
    }
    return temporary;
  }

  private static void edit(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }
}
