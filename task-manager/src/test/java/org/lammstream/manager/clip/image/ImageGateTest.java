package org.lammstream.manager.clip.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.image.ImageRejectedException.Kind;

class ImageGateTest {

  private final ImageGate gate = new ImageGate();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cmyk",
        "ycck",
        "red-and-blue-swapped-by-profile",
        "lying-by-exif",
        "progressive",
        "grey"
      })
  void decodesUnusualJpegAsPillowDoes(String name) throws IOException {
    RgbImage expected = gate.decode(resource(name + ".png"));
    RgbImage image = gate.decode(resource(name + ".jpg"));
    assertThat(image.width()).isEqualTo(expected.width());
    assertThat(image.rgb()).isEqualTo(expected.rgb());
  }

  @Test
  void refusesAHugeImageBeforeDecodingIt() {
    // A valid header, and no image data at all: only the header can have been looked at.
    assertRejected(pngHeader(100_000, 100_000), Kind.TOO_LARGE, "100000x100000 pixels");
    assertRejected(pngHeader(Integer.MAX_VALUE, Integer.MAX_VALUE), Kind.TOO_LARGE, "pixels");
    assertRejected(pngHeader(64, 64), Kind.UNREADABLE, "damaged PNG image");
  }

  @Test
  void keepsToTheLimitsItWasGiven() throws IOException {
    byte[] image = resource("cmyk.png");
    ImageGate exact = new ImageGate(new ImageLimits(image.length, 24 * 16));
    assertThat(exact.decode(image).width()).isEqualTo(24);

    ImageGate fewerPixels = new ImageGate(new ImageLimits(image.length, 24 * 16 - 1));
    assertThatThrownBy(() -> fewerPixels.decode(image))
        .hasMessage("24x16 pixels are too many, the limit is 383 pixels");
    ImageGate fewerBytes = new ImageGate(new ImageLimits(image.length - 1, 24 * 16));
    assertThatThrownBy(() -> fewerBytes.decode(image)).hasMessageContaining("bytes are too many");
  }

  @ParameterizedTest
  @ValueSource(strings = {"progressive.jpg", "grey.jpg", "cmyk.jpg", "progressive.png"})
  void refusesATruncatedImage(String name) throws IOException {
    byte[] whole = resource(name);
    for (int length : new int[] {whole.length / 3, whole.length - 100, whole.length - 40}) {
      assertRejected(Arrays.copyOf(whole, length), Kind.UNREADABLE, "image");
    }
  }

  @Test
  void refusesAJpegThatLacksItsLastByteAsPillowDoes() throws IOException {
    byte[] whole = resource("progressive.jpg");
    assertRejected(Arrays.copyOf(whole, whole.length - 1), Kind.UNREADABLE, "truncated JPEG image");
  }

  @Test
  void refusesWhatIsNoImage() {
    assertRejected(new byte[0], Kind.UNREADABLE, "empty");
    assertRejected("not an image".getBytes(US_ASCII), Kind.UNREADABLE, "neither JPEG nor PNG");
    assertRejected(
        "RIFF\1\2\3\4WEBPVP8 ".getBytes(US_ASCII),
        Kind.UNREADABLE,
        "WEBP images are not supported");
  }

  @Test
  void namesTheFile(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.png");
    assertThatThrownBy(() -> gate.decode(missing))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessageStartingWith(missing + ": cannot be read");
    Path text = Files.writeString(folder.resolve("text.jpg"), "hello");
    assertThatThrownBy(() -> gate.decode(text)).hasMessageStartingWith(text + ": no image");
  }

  @ParameterizedTest
  @ValueSource(strings = {"progressive.jpg", "cmyk.jpg", "grey.png", "lying-by-exif.jpg"})
  void damagedFilesAreDecodedOrRefusedButNeverAnythingElse(String name) throws IOException {
    byte[] whole = resource(name);
    ImageGate cautious = new ImageGate(new ImageLimits(1 << 20, 1 << 16));
    Random random = new Random(name.hashCode());
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] damaged = whole.clone();
      for (int i = 0; i <= round % 4; i++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        cautious.decode(damaged);
      } catch (ImageRejectedException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  private void assertRejected(byte[] image, Kind kind, String message) {
    assertThatThrownBy(() -> gate.decode(image))
        .isInstanceOfSatisfying(
            ImageRejectedException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }

  /** A PNG file that ends behind a valid header of an RGB image. */
  private static byte[] pngHeader(int width, int height) {
    byte[] chunk =
        ByteBuffer.allocate(17)
            .put("IHDR".getBytes(US_ASCII))
            .putInt(width)
            .putInt(height)
            .put(new byte[] {8, 2, 0, 0, 0})
            .array();
    CRC32 crc = new CRC32();
    crc.update(chunk);
    return ByteBuffer.allocate(33)
        .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'})
        .putInt(13)
        .put(chunk)
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(ImageGateTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
