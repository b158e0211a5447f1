package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig;
import org.lammstream.manager.fixtures.Fixtures;

class ImageViewsTest {
  private static final int SIZE = 32;
  private static final ImagePreprocessor PREPROCESSOR =
      new ImagePreprocessor(PreprocessorConfig.clip(SIZE));

  private final RgbImage image =
      new ImageGate().decode(Fixtures.path("images/0_gradient_rgb_97x53.png"));

  @Test
  void moreViewsOnlyAddToFewer() {
    assertThat(ImageViews.of(1)).containsExactly(ImageView.PLAIN);
    assertThat(ImageViews.of(2)).containsExactly(ImageView.PLAIN, new ImageView(1, true));
    assertThat(ImageViews.of(4)).startsWith(ImageViews.of(2).toArray(ImageView[]::new)).hasSize(4);
    assertThat(ImageViews.of(6)).startsWith(ImageViews.of(4).toArray(ImageView[]::new));
    assertThat(ImageViews.of(6))
        .extracting(ImageView::zoom)
        .containsExactly(1.0, 1.0, 64 / 52.0, 64 / 52.0, 64 / 44.0, 64 / 44.0);
    assertThat(ImageViews.of(6))
        .extracting(ImageView::mirrored)
        .containsExactly(false, true, false, true, false, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 3, 5, 7, 8})
  void otherNumbersOfViewsAreRefused(int count) {
    assertThatThrownBy(() -> ImageViews.of(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("use 1, 2, 4 or 6");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, 0, -2, Double.NaN, Double.POSITIVE_INFINITY})
  void aViewIsNeverSmallerThanTheCrop(double zoom) {
    assertThatThrownBy(() -> new ImageView(zoom, false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePlainViewIsTheImageAsItAlwaysWas() {
    assertThat(PREPROCESSOR.apply(image, ImageViews.of(6).get(0)).chw())
        .isEqualTo(PREPROCESSOR.apply(image).chw());
  }

  @Test
  void mirroredTwiceIsTheSame() {
    List<ImageView> views = ImageViews.of(6);
    for (int i = 0; i < 6; i += 2) {
      float[] plain = PREPROCESSOR.apply(image, views.get(i)).chw();
      float[] mirrored = PREPROCESSOR.apply(image, views.get(i + 1)).chw();
      assertThat(mirrored).isNotEqualTo(plain);
      assertThat(mirror(mirrored)).isEqualTo(plain);
    }
  }

  /** 97 by 53 pixels become 58 by 32, and of that 64/52 and 64/44 times as many. */
  @Test
  void aZoomedViewIsTheCentreOfALargerImage() {
    assertThat(PREPROCESSOR.apply(image, new ImageView(64 / 52.0, false)).chw())
        .isEqualTo(centre(71, 39, 20, 4));
    assertThat(PREPROCESSOR.apply(image, new ImageView(64 / 44.0, false)).chw())
        .isEqualTo(centre(84, 47, 26, 8));
  }

  private float[] centre(int width, int height, int left, int top) {
    RgbImage whole = PillowResize.whole(image, width, height);
    byte[] square = new byte[3 * SIZE * SIZE];
    for (int y = 0; y < SIZE; y++) {
      int from = 3 * ((top + y) * width + left);
      System.arraycopy(whole.rgb(), from, square, 3 * SIZE * y, 3 * SIZE);
    }
    return PREPROCESSOR.apply(new RgbImage(SIZE, SIZE, square)).chw(); // is neither resized nor cut
  }

  private static float[] mirror(float[] chw) {
    float[] mirrored = new float[chw.length];
    for (int i = 0; i < chw.length; i++) {
      mirrored[i] = chw[i / SIZE * SIZE + SIZE - 1 - i % SIZE];
    }
    return mirrored;
  }
}
