package org.lammstream.manager.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.EmbeddingStore;

/** Every mistake of a user is one line on standard error and an exit code that is not 0. */
class BadInputTest {
  private final Path folder;
  private final Path images;

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
    this.images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "pear"), 2, 1);
  }

  @Test
  void aFolderThatIsNoCheckpoint() throws IOException {
    Path checkpoint = copyOfCheckpoint();
    Files.delete(checkpoint.resolve("tokenizer.json"));
    assertFails(run(checkpoint), "tokenizer.json is missing");
    assertFails(run(folder.resolve("nowhere")), "no such checkpoint folder");
  }

  @Test
  void aTruncatedSafetensorsFile() throws IOException {
    Path checkpoint = copyOfCheckpoint();
    Path weights = checkpoint.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    Files.write(weights, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    assertFails(run(checkpoint), "model.safetensors");
  }

  @Test
  void aTensorOfAWrongShape() throws IOException {
    Path checkpoint = copyOfCheckpoint();
    Path config = checkpoint.resolve("config.json");
    String text = Files.readString(config);
    String other = text.replaceAll("\"projection_dim\": *32", "\"projection_dim\": 16");
    assertThat(other).isNotEqualTo(text);
    Files.writeString(config, other);
    assertFails(run(checkpoint), "text_projection.weight");
  }

  @Test
  void anUnreadableImage() throws IOException {
    Files.writeString(images.resolve("train/pear/0.png"), "no image");
    assertFails(run(checkpoint()), "train/pear/0.png");
  }

  @Test
  void aClassNameThatHasNoTokens() throws IOException {
    DrawnFolder.draw(images, List.of("___"), 1, 1);
    assertFails(run(checkpoint()), "class name '___' has no tokens");
  }

  @Test
  void aClassNameThatOverflowsTheContext() throws IOException {
    DrawnFolder.draw(images, List.of("qx ".repeat(80) + "q"), 1, 1);
    assertFails(run(checkpoint()), "the context has 77");
  }

  @Test
  void aDuplicateClass() throws IOException {
    assertFails(
        run(
            checkpoint(),
            "--tasks",
            tasks("[{\"task\": \"a\", \"classes\": [\"pear\", \"pear\"]}]")),
        "tasks.json:1: duplicate class 'pear'");
  }

  @Test
  void anEmptyTask() throws IOException {
    assertFails(
        run(checkpoint(), "--tasks", tasks("[{\"task\": \"a\", \"classes\": []}]")),
        "tasks.json:1: task 'a' has no classes");
  }

  @Test
  void aClassWithoutAFolder() throws IOException {
    assertFails(
        run(checkpoint(), "--tasks", tasks("[{\"task\": \"a\", \"classes\": [\"plum\"]}]")),
        "class 'plum' has no folder in 'train'");
  }

  @Test
  void aBrokerThatCannotBeReached() {
    assertFails(publish("a"), "127.0.0.1:1");
  }

  /** The broker is not there, so a complaint about anything else came before it was asked. */
  @Test
  void whatAWorkerWouldRefuseIsNotPublished() throws IOException {
    assertFails(publish("a".repeat(300)), "learner name of 300 characters");
    Path image = images.resolve("test/pear/0.png");
    byte[] png = Files.readAllBytes(image);
    Files.write(image, java.util.Arrays.copyOf(png, png.length / 2));
    assertFails(publish("a"), "test/pear/0.png", "damaged PNG");
    Files.write(image, pngOf(100_000, 100_000));
    assertFails(publish("a"), "test/pear/0.png", "100000x100000 pixels are too many");
    try (var file = new java.io.RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(1L << 32); // sparse
    }
    assertFails(publish("a"), "test/pear/0.png", "4294967296 bytes are too many");
  }

  /** The head of a picture of this size; the size is checked before the rest is looked at. */
  private static byte[] pngOf(int width, int height) {
    byte[] header =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(header);
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(header)
        .putInt((int) crc.getValue())
        .array();
  }

  private Terminal publish(String learner) {
    return lamm(
        "publish",
        "--bootstrap",
        "127.0.0.1:1",
        "--learner",
        learner,
        "--images",
        images,
        "--shots",
        1);
  }

  @Test
  void aStoreThatAnotherHolds() throws IOException {
    Path store = folder.resolve("out/store");
    Files.createDirectories(store);
    try (EmbeddingStore holder = EmbeddingStore.open(store)) {
      assertThat(holder.learners()).isEmpty();
      assertFails(run(checkpoint()), store.toString());
    }
  }

  @Test
  void aStoreThatIsNone() {
    Terminal seen =
        lamm("predict", "--store", images, "--checkpoint", checkpoint(), images.resolve("x.png"));
    assertFails(seen, images.toString());
  }

  @Test
  void aDemoDeletesNothingThatNoDemoHasMade() throws IOException {
    assertFails(lamm("demo", "--output", folder), "that no demo has made");
    assertThat(images.resolve("train/apple/0.png")).exists();
  }

  @Test
  void aSettingThatDoesNotExist() {
    Terminal seen = run(checkpoint(), "--set", "epoch=3");
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines().get(0)).contains("epoch");
  }

  @Test
  void anOptionThatDoesNotExist() {
    Terminal seen = lamm("run", "--shot", 3);
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines()).last().asString().contains("lamm run --help");
    assertThat(seen.err()).doesNotContain("Exception");
  }

  @Test
  void aDeviceThatDoesNotExist() {
    Terminal seen = run(checkpoint(), "--device", "tpu");
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines().get(0)).contains("--device", "use auto, cpu or gpu:N");
    assertFails(run(checkpoint(), "--device", "gpu:99"), "gpu:99");
  }

  private Terminal run(Path checkpoint, Object... more) {
    Object[] first = {
      "run",
      "--checkpoint",
      checkpoint,
      "--images",
      images,
      "--shots",
      1,
      "--set",
      "epochs=1",
      "--output",
      folder.resolve("out")
    };
    return lamm(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(first), java.util.Arrays.stream(more))
            .toArray());
  }

  private static void assertFails(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines())
        .filteredOn(line -> line.startsWith("lamm:"))
        .singleElement()
        .asString()
        .contains(words);
    assertThat(seen.err()).doesNotContain("Exception", "\tat ");
  }

  private static Path checkpoint() {
    return Fixtures.path("tiny_clip");
  }

  private Path copyOfCheckpoint() throws IOException {
    Path copy = Files.createDirectories(folder.resolve("checkpoint"));
    for (String name :
        List.of("config.json", "model.safetensors", "tokenizer.json", "preprocessor_config.json")) {
      Files.write(copy.resolve(name), Files.readAllBytes(checkpoint().resolve(name)));
    }
    return copy;
  }

  private Path tasks(String json) throws IOException {
    return Files.writeString(folder.resolve("tasks.json"), json);
  }
}
