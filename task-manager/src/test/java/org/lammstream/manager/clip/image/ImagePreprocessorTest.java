package org.lammstream.manager.clip.image;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig.Resize;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.Npy;
import org.lammstream.manager.fixtures.NpyArray;

class ImagePreprocessorTest {

  private static final ImagePreprocessor TO_32 = new ImagePreprocessor(PreprocessorConfig.clip(32));
  private static final ImagePreprocessor TO_224 =
      new ImagePreprocessor(PreprocessorConfig.clip(224));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0_gradient_rgb_97x53",
        "1_noise_rgb_33x150",
        "2_shapes_rgba_61x88",
        "3_waves_gray_45x45",
        "4_palette_120x37",
        "5_photo_131x77"
      })
  void equalsPillowBitForBitFromDecodedPixels(String stem) {
    RgbImage decoded = decoded(stem);
    assertThat(TO_32.apply(decoded).chw()).isEqualTo(golden32(stem));
    assertThat(TO_224.apply(decoded).chw()).isEqualTo(golden224(stem));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0_gradient_rgb_97x53.png",
        "1_noise_rgb_33x150.png",
        "2_shapes_rgba_61x88.png",
        "3_waves_gray_45x45.png",
        "4_palette_120x37.png",
        "5_photo_131x77.jpg"
      })
  void equalsPillowBitForBitFromTheFiles(String name) {
    String stem = name.substring(0, name.indexOf('.'));
    RgbImage image = new ImageGate().decode(Fixtures.path("images/" + name));
    assertThat(image.rgb()).isEqualTo(decoded(stem).rgb());
    assertThat(TO_32.apply(image).chw()).isEqualTo(golden32(stem));
    assertThat(TO_224.apply(image).chw()).isEqualTo(golden224(stem));
  }

  @Test
  void cropsWhereTorchvisionCrops() {
    // 3 pixels too wide: round(1.5) is 2. 5 pixels too wide: round(2.5) is 2 as well.
    assertThat(firstColumn(7, 4)).isEqualTo(2);
    assertThat(firstColumn(9, 4)).isEqualTo(2);
    assertThat(firstColumn(5, 4)).isEqualTo(0);
  }

  @Test
  void takesTheWindowOfAHugeResultWithoutMakingIt() {
    // The whole result would be 64 by 64,000,000 pixels.
    RgbImage line = new RgbImage(1, 1_000_000, new byte[3_000_000]);
    PixelImage pixels = new ImagePreprocessor(PreprocessorConfig.clip(64)).apply(line);
    assertThat(pixels.chw()).hasSize(3 * 64 * 64);
    assertThat(pixels.chw()[0]).isCloseTo(-1.7922626f, within(1e-6f));
  }

  @Test
  void canIgnoreTheProportions() {
    PreprocessorConfig config =
        new PreprocessorConfig(
            new Resize.Exact(2, 2), 2, 1 / 255.0, new float[3], new float[] {1, 1, 1});
    byte[] grey = new byte[3 * 10 * 4];
    Arrays.fill(grey, (byte) 51);
    PixelImage pixels = new ImagePreprocessor(config).apply(new RgbImage(10, 4, grey));
    assertThat(pixels.chw()).hasSize(12).containsOnly(0.2f);
  }

  @Test
  void refusesToSqueezeAnImageOutOfAllProportion() {
    PreprocessorConfig config =
        new PreprocessorConfig(
            new Resize.Exact(224, 224), 224, 1 / 255.0, new float[3], new float[] {1, 1, 1});
    RgbImage line = new RgbImage(1, 1_000_000, new byte[3_000_000]);
    assertThatThrownBy(() -> new ImagePreprocessor(config).apply(line))
        .isInstanceOf(ImageRejectedException.class)
        .hasMessage("1x1000000 pixels are out of all proportion");
  }

  @Test
  void leavesAnImageOfTheRightSizeAsItIs() {
    byte[] rgb = new byte[8 * 8 * 3];
    new Random(1).nextBytes(rgb);
    ImagePreprocessor preprocessor = new ImagePreprocessor(PreprocessorConfig.clip(8));
    assertThat(preprocessor.square(new RgbImage(8, 8, rgb)).rgb()).isEqualTo(rgb);
  }

  /** The first column of the crop from an image whose red channel is the column's number. */
  private static int firstColumn(int width, int size) {
    byte[] rgb = new byte[width * size * 3];
    for (int i = 0; i < width * size; i++) {
      rgb[3 * i] = (byte) (i % width);
    }
    ImagePreprocessor preprocessor = new ImagePreprocessor(PreprocessorConfig.clip(size));
    return preprocessor.square(new RgbImage(width, size, rgb)).rgb()[0];
  }

  private static RgbImage decoded(String stem) {
    NpyArray array = Npy.read(Fixtures.path("preprocess/" + stem + ".decoded_rgb_u8.npy"));
    return new RgbImage(array.shape()[1], array.shape()[0], array.bytes());
  }

  private static float[] golden32(String stem) {
    Path folder = Fixtures.path("preprocess");
    Path dassl = folder.resolve(stem + ".dassl_32.npy");
    return Npy.read(Files.exists(dassl) ? dassl : folder.resolve(stem + ".clip_32.npy")).floats();
  }

  private static float[] golden224(String stem) {
    Map<String, NpyArray> all = Npy.readZip(Fixtures.path("preprocess/clip_224_float32.npz"));
    all.putAll(Npy.readZip(Fixtures.path("preprocess/dassl_224_float32_where_different.npz")));
    return requireNonNull(all.get(stem), stem).floats();
  }
}
