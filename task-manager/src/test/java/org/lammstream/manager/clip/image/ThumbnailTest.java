package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailTest {
  private static final int RED = 200;
  private static final int BLUE = 40;

  /** Red on the left, blue on the right. */
  private static RgbImage halves(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    for (int i = 0; i < width * height; i++) {
      boolean left = i % width < width / 2;
      rgb[3 * i] = (byte) (left ? RED : 0);
      rgb[3 * i + 2] = (byte) (left ? 0 : BLUE);
    }
    return new RgbImage(width, height, rgb);
  }

  @ParameterizedTest
  @CsvSource({
    "400, 200, 96, 48",
    "200, 400, 48, 96",
    "97, 97, 96, 96",
    "96, 40, 96, 40",
    "10, 20, 10, 20",
    "1, 5000, 1, 96",
    "5000, 1, 96, 1",
    "1, 1, 1, 1"
  })
  void theLongerSideIsAtMostAsLongAsWantedAndTheProportionsStay(
      int width, int height, int smallWidth, int smallHeight) {
    RgbImage small = new ImageGate().decode(Thumbnail.jpeg(halves(width, height), 96));
    assertThat(small.width()).isEqualTo(smallWidth);
    assertThat(small.height()).isEqualTo(smallHeight);
  }

  @Test
  void thePictureIsTheSame() {
    RgbImage small = new ImageGate().decode(Thumbnail.jpeg(halves(400, 300), 96));
    int left = 3 * (36 * 96 + 24);
    int right = 3 * (36 * 96 + 72);
    assertThat(small.rgb()[left] & 0xff).isCloseTo(RED, within(12));
    assertThat(small.rgb()[left + 2] & 0xff).isCloseTo(0, within(12));
    assertThat(small.rgb()[right] & 0xff).isCloseTo(0, within(12));
    assertThat(small.rgb()[right + 2] & 0xff).isCloseTo(BLUE, within(12));
  }
}
