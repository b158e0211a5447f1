package org.lammstream.manager.clip.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.manager.fixtures.Fixtures;

class SafetensorsTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void readsARealCheckpoint() {
    Safetensors file = Safetensors.open(Fixtures.path("tiny_clip/model.safetensors"));
    assertThat(file.read("logit_scale")[0]).isCloseTo((float) Math.log(100), within(1e-6f));
    // F16 on purpose: multiples of 1/32 between -8/32 and 8/32.
    float[] tokens = file.read("text_model.embeddings.token_embedding.weight", 49408, 64);
    for (int i = 0; i < tokens.length; i += 997) {
      assertThat(tokens[i] * 32).isEqualTo(Math.round(tokens[i] * 32)).isBetween(-8f, 8f);
    }
  }

  @Test
  void hasTheSameNumbersUnderOpenAisNames() {
    Safetensors ours = Safetensors.open(Fixtures.path("tiny_clip/model.safetensors"));
    Safetensors openAi = Safetensors.open(Fixtures.path("tiny_clip/tiny_clip_openai.safetensors"));
    assertThat(ours.read("vision_model.embeddings.patch_embedding.weight", 128, 3, 8, 8))
        .isEqualTo(openAi.read("visual.conv1.weight", 128, 3, 8, 8));
    float[] query = ours.read("text_model.encoder.layers.1.self_attn.q_proj.weight", 64, 64);
    float[] packed = openAi.read("transformer.resblocks.1.attn.in_proj_weight", 192, 64);
    assertThat(query).isEqualTo(Arrays.copyOf(packed, query.length));
  }

  @Test
  void readsWhatItWrote() throws IOException {
    float[] large = new float[700_001];
    Random random = new Random(1);
    for (int i = 0; i < large.length; i++) {
      large[i] = (float) random.nextGaussian();
    }
    Path file = folder.resolve("model.safetensors");
    new SafetensorsWriter()
        .addF16("half", new float[] {0.5f, -2, 0.1f}, 3)
        .addF32("large", large, large.length)
        .addF32("scalar", new float[] {7})
        .addF32("empty", new float[0], 0, 5)
        .addI64("whole", new long[] {0, -1, Long.MAX_VALUE}, 3)
        .write(file);
    Safetensors read = Safetensors.open(file);
    assertThat(read.names()).containsExactlyInAnyOrder("half", "large", "scalar", "empty", "whole");
    assertThat(read.readI64("whole", 3)).containsExactly(0, -1, Long.MAX_VALUE);
    assertThatThrownBy(() -> read.readI64("whole", 2)).hasMessageContaining("whole: shape [3]");
    assertThatThrownBy(() -> read.readI64("large", large.length)).hasMessageContaining("F32");
    assertThatThrownBy(() -> read.read("whole", 3)).hasMessageContaining("I64");
    assertThat(read.read("half", 3)).containsExactly(0.5f, -2, 0.099975586f);
    assertThat(read.read("large", large.length)).isEqualTo(large);
    assertThat(read.read("scalar")).containsExactly(7);
    assertThat(read.read("empty", 0, 5)).isEmpty();
  }

  @Test
  void writesTheSameBytesInWhateverOrderTensorsCome() throws IOException {
    float[] one = {1};
    float[] two = {2, 3};
    Path first = folder.resolve("first");
    Path second = folder.resolve("second");
    new SafetensorsWriter().addF16("a", one, 1).addF32("b", two, 2).write(first);
    new SafetensorsWriter().addF32("b", two, 2).addF16("a", one, 1).write(second);
    assertThat(second).hasSameBinaryContentAs(first);
  }

  @Test
  void theWriterRefusesWhatItCannotStore() {
    SafetensorsWriter writer = new SafetensorsWriter().addF32("a", new float[2], 2);
    assertThatThrownBy(() -> writer.addF32("a", new float[2], 2)).hasMessageContaining("taken");
    assertThatThrownBy(() -> writer.addF32("b", new float[2], 3)).hasMessageContaining("shape");
    assertThatThrownBy(() -> writer.addF16("c", new float[] {70000}, 1))
        .hasMessageContaining("does not fit half precision");
  }

  @Test
  void readsBfloat16AndDouble() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    data.putShort((short) (Float.floatToIntBits(-1.5f) >> 16)).putShort((short) 0x4000);
    data.putDouble(0.1);
    Path file =
        file(
            """
            {"b": {"dtype": "BF16", "shape": [2], "data_offsets": [0, 4]},
             "d": {"dtype": "F64", "shape": [], "data_offsets": [4, 12]}}\
            """,
            data.array());
    Safetensors tensors = Safetensors.open(file);
    assertThat(tensors.read("b", 2)).containsExactly(-1.5f, 2f);
    assertThat(tensors.read("d")).containsExactly(0.1f);
  }

  @Test
  void namesTheTensorThatIsMissingOrWrong() throws IOException {
    Path file =
        file("{\"ids\": {\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]}}", new byte[8]);
    Safetensors tensors = Safetensors.open(file);
    assertRefused(() -> tensors.read("weight", 1), file + ": tensor weight is missing");
    assertRefused(
        () -> tensors.read("ids", 2, 3), file + ": tensor ids: shape [1] instead of [2, 3]");
    assertRefused(() -> tensors.read("ids", 1), "tensor ids: type I64 is not a floating-point");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}; not valid JSON",
        "[1, 2]; header is no JSON object",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,4]}}; needs 8 bytes but has 4",
        "{`a`:{`dtype`:`F32`,`shape`:[-2],`data_offsets`:[0,8]}}; bad shape",
        "{`a`:{`dtype`:`F32`,`shape`:[2.5],`data_offsets`:[0,8]}}; bad shape",
        "{`a`:{`dtype`:`F32`,`shape`:2,`data_offsets`:[0,8]}}; bad shape",
        "{`a`:{`dtype`:`F32`,`data_offsets`:[0,8]}}; bad shape",
        "{`a`:{`dtype`:`Q4`,`shape`:[2],`data_offsets`:[0,8]}}; unknown dtype \"Q4\"",
        "{`a`:{`shape`:[2],`data_offsets`:[0,8]}}; unknown dtype",
        "{`a`:5}; unknown dtype",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[8,0]}}; bad data_offsets",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0]}}; bad data_offsets",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[4,12]}}; truncated: tensor a",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[0,4]}}; 4 bytes more than its header",
        "{`a`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[4,8]}}; leaves a gap before it",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]},"
            + "`b`:{`dtype`:`F32`,`shape`:[1],`data_offsets`:[4,8]}}; overlaps another",
        "{`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]},"
            + "`a`:{`dtype`:`F32`,`shape`:[2],`data_offsets`:[0,8]}}; Duplicate field",
        "{`a`:{`dtype`:`F32`,`shape`:[4294967296,4294967296],`data_offsets`:[0,8]}}; impossible",
        "{`a`:{`dtype`:`F32`,`shape`:[99999999999999999999],`data_offsets`:[0,8]}}; bad shape",
        "{`a`:{`dtype`:`U8`,`shape`:[9223372036854775807],"
            + "`data_offsets`:[0,9223372036854775807]}}; impossible size"
      })
  void refusesALyingHeader(String header, String message) throws IOException {
    Path file = file(header.replace('`', '"'), new byte[8]);
    assertRefused(() -> Safetensors.open(file), message);
  }

  @Test
  void refusesATruncatedFileWhereverItIsCut() throws IOException {
    Path whole = folder.resolve("whole");
    new SafetensorsWriter().addF32("weight", new float[100], 10, 10).write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    for (int length = 0; length < bytes.length; length += 7) {
      Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, length));
      assertRefused(() -> Safetensors.open(cut), "truncated");
    }
  }

  @Test
  void refusesAFileOfAnotherKindAndAbsurdHeaderLengths() throws IOException {
    Path pickle = Files.write(folder.resolve("a.bin"), "PK\3\4 something else".getBytes(UTF_8));
    assertRefused(() -> Safetensors.open(pickle), "no safetensors file: header length");
    Path negative = Files.write(folder.resolve("b.bin"), littleEndian(-1));
    assertRefused(() -> Safetensors.open(negative), "header length 18446744073709551615");
    assertRefused(() -> Safetensors.open(folder.resolve("none")), "none: cannot be read");
  }

  @Test
  void damagedFilesAreReadOrRefusedButNeverAnythingElse() throws IOException {
    Path whole = folder.resolve("whole");
    new SafetensorsWriter()
        .addF32("weight", new float[4], 2, 2)
        .addF16("bias", new float[3], 3)
        .write(whole);
    byte[] bytes = Files.readAllBytes(whole);
    Random random = new Random(5);
    for (int round = 0; round < 2000; round++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      Path file = Files.write(folder.resolve("damaged"), damaged);
      try {
        Safetensors.open(file).read("weight", 2, 2);
      } catch (CheckpointException e) {
        assertThat(e.getMessage()).startsWith(file.toString()).doesNotContain("\n");
      }
    }
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length);
    bytes.put(littleEndian(json.length)).put(json).put(data);
    return Files.write(folder.resolve("model.safetensors"), bytes.array());
  }

  private static byte[] littleEndian(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }
}
