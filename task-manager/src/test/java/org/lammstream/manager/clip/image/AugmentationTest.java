package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig.Resize;
import org.lammstream.manager.fixtures.Fixtures;

class AugmentationTest {
  private static final int SIZE = 32;
  private static final ImagePreprocessor PREPROCESSOR =
      new ImagePreprocessor(PreprocessorConfig.clip(SIZE));

  private final RgbImage image =
      new ImageGate().decode(Fixtures.path("images/0_gradient_rgb_97x53.png"));

  @Test
  void equalSeedsGiveEqualPixelsAndOthersDoNot() {
    float[] once = PREPROCESSOR.augmented(image, new SplittableRandom(3)).chw();
    assertThat(PREPROCESSOR.augmented(image, new SplittableRandom(3)).chw()).isEqualTo(once);
    assertThat(PREPROCESSOR.augmented(image, new SplittableRandom(4)).chw()).isNotEqualTo(once);
  }

  @Test
  void oneStreamGivesAnotherViewEveryTime() {
    SplittableRandom random = new SplittableRandom(3);
    float[] first = PREPROCESSOR.augmented(image, random).chw();
    assertThat(PREPROCESSOR.augmented(image, random).chw()).isNotEqualTo(first);
  }

  @Test
  void theWholeImageAsItIsEqualsAPlainResize() {
    PreprocessorConfig clip = PreprocessorConfig.clip(SIZE);
    PreprocessorConfig squeezed =
        new PreprocessorConfig(
            new Resize.Exact(SIZE, SIZE), SIZE, clip.rescaleFactor(), clip.mean(), clip.std());
    RandomCrop whole = new RandomCrop(0, 0, image.width(), image.height());
    float[] plain = new ImagePreprocessor(squeezed).apply(image).chw();
    assertThat(PREPROCESSOR.augmented(image, whole, false).chw()).isEqualTo(plain);
    // The square is as large as the checkpoint's, whatever its other images are resized to.
    assertThat(new ImagePreprocessor(squeezed).augmented(image, whole, false).chw())
        .isEqualTo(plain);
  }

  /** The resampling must not see what lies outside of the box. */
  @Test
  void aBoxIsCutOutBeforeItIsResized() {
    RandomCrop box = new RandomCrop(40, 10, 21, 17);
    byte[] noise = new byte[image.rgb().length];
    new Random(5).nextBytes(noise);
    for (int y = box.top(); y < box.top() + box.height(); y++) {
      int from = (y * image.width() + box.left()) * 3;
      System.arraycopy(image.rgb(), from, noise, from, box.width() * 3);
    }
    RgbImage elsewhere = new RgbImage(image.width(), image.height(), noise);
    assertThat(PREPROCESSOR.augmented(elsewhere, box, false).chw())
        .isEqualTo(PREPROCESSOR.augmented(image, box, false).chw());
  }

  @Test
  void aBoxOfTheRightSizeIsNotResampled() {
    RandomCrop box = new RandomCrop(40, 10, SIZE, SIZE);
    RgbImage cut = box.cut(image);
    assertThat(PREPROCESSOR.square(cut).rgb()).isEqualTo(cut.rgb());
    assertThat(PREPROCESSOR.augmented(image, box, false).chw())
        .isEqualTo(PREPROCESSOR.apply(cut).chw());
  }

  @Test
  void mirroringTurnsTheResizedSquareAround() {
    RandomCrop box = new RandomCrop(3, 4, 60, 45);
    float[] plain = PREPROCESSOR.augmented(image, box, false).chw();
    float[] mirrored = PREPROCESSOR.augmented(image, box, true).chw();
    assertThat(mirrored).isNotEqualTo(plain);
    for (int i = 0; i < plain.length; i++) {
      assertThat(mirrored[i]).isEqualTo(plain[i / SIZE * SIZE + SIZE - 1 - i % SIZE]);
    }
  }

  /** In an image that grows brighter to the right, a mirrored part grows darker. */
  @Test
  void halfOfTheImagesAreMirrored() {
    byte[] rgb = new byte[64 * 64 * 3];
    for (int i = 0; i < 64 * 64; i++) {
      Arrays.fill(rgb, 3 * i, 3 * i + 3, (byte) (4 * (i % 64)));
    }
    RgbImage brighter = new RgbImage(64, 64, rgb);
    SplittableRandom random = new SplittableRandom(8);
    int mirrored = 0;
    for (int i = 0; i < 2000; i++) {
      float[] chw = PREPROCESSOR.augmented(brighter, random).chw();
      mirrored += chw[0] > chw[SIZE - 1] ? 1 : 0;
    }
    assertThat(mirrored / 2000.0).isCloseTo(0.5, within(0.04));
  }

  @Test
  void anImageOfOnePixelIsAugmented() {
    RgbImage dot = new RgbImage(1, 1, new byte[3]);
    assertThat(PREPROCESSOR.augmented(dot, new SplittableRandom(1)).chw())
        .isEqualTo(PREPROCESSOR.apply(dot).chw());
  }
}
