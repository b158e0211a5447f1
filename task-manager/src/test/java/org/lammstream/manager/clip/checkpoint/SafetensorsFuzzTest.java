package org.lammstream.manager.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.lammstream.manager.fixtures.Allocation;

/**
 * Whatever stands in a file, its tensors are read or it is refused, within memory of the file's
 * size. In an ordinary build the kept inputs are tried; {@code -Pfuzz} makes new ones.
 */
class SafetensorsFuzzTest {
  private static final long BASE = 8 << 20;

  private static Path file = Path.of("");

  @BeforeAll
  static void makeFile() throws IOException {
    file = Files.createTempFile("fuzzed", ".safetensors");
  }

  @AfterAll
  static void deleteFile() throws IOException {
    Files.delete(file);
  }

  @FuzzTest
  void aFileIsReadOrRefused(byte[] bytes) throws IOException {
    Files.write(file, bytes);
    Allocation.assertAtMost(BASE + 400L * bytes.length, SafetensorsFuzzTest::assertReadOrRefused);
  }

  private static void assertReadOrRefused() {
    try {
      Safetensors tensors = Safetensors.open(file);
      for (Map.Entry<String, TensorHeader> tensor : headers().entrySet()) {
        read(tensors, tensor.getKey(), tensor.getValue());
      }
    } catch (CheckpointException e) {
      assertThat(e.getMessage()).startsWith(file.toString());
    }
  }

  private static Map<String, TensorHeader> headers() {
    try (FileChannel channel = FileChannel.open(file)) {
      return SafetensorsHeader.read(file, channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(Safetensors tensors, String name, TensorHeader header) {
    if (header.type() == StoredType.I64) {
      assertThat(tensors.readI64(name, header.shape())).hasSize((int) header.elements());
    } else if (header.type().readable()) {
      assertThat(tensors.read(name, header.shape())).hasSize((int) header.elements());
    }
  }
}
