package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RandomCropTest {

  @ParameterizedTest
  @CsvSource({"500, 375", "64, 64", "97, 53", "30, 400", "400, 30", "7, 5", "2, 1", "1, 1"})
  void theBoxLiesWithinTheImage(int width, int height) {
    assertThat(draws(width, height, 2000))
        .allSatisfy(
            box -> {
              assertThat(box.width()).isBetween(1, width);
              assertThat(box.height()).isBetween(1, height);
              assertThat(box.left()).isBetween(0, width - box.width());
              assertThat(box.top()).isBetween(0, height - box.height());
            });
  }

  /** Up to the rounding to whole pixels, which moves a side by half a pixel. */
  @Test
  void areaAndRatioStayInTheirRangesAndFillThem() {
    int side = 1000;
    double[] areas = new double[5000];
    double[] ratios = new double[5000];
    RandomCrop[] boxes = draws(side, side, 5000).toArray(RandomCrop[]::new);
    for (int i = 0; i < boxes.length; i++) {
      areas[i] = (double) boxes[i].width() * boxes[i].height() / (side * side);
      ratios[i] = (double) boxes[i].width() / boxes[i].height();
    }
    assertThat(min(areas)).isBetween(0.079, 0.09);
    assertThat(max(areas)).isBetween(0.97, 1.0);
    assertThat(min(ratios)).isBetween(0.745, 0.76);
    assertThat(max(ratios)).isBetween(1.31, 1.34);
    // Even in the logarithm: as many boxes are wide as are high.
    long wide = Stream.of(boxes).filter(box -> box.width() > box.height()).count();
    assertThat(wide / 5000.0).isCloseTo(0.5, within(0.03));
  }

  @Test
  void everyPlaceIsAsLikelyAsAnyOther() {
    double[] left = new double[5000];
    double[] top = new double[5000];
    RandomCrop[] boxes = draws(800, 600, 5000).toArray(RandomCrop[]::new);
    for (int i = 0; i < boxes.length; i++) {
      left[i] = boxes[i].left() / (double) Math.max(1, 800 - boxes[i].width());
      top[i] = boxes[i].top() / (double) Math.max(1, 600 - boxes[i].height());
    }
    assertThat(mean(left)).isCloseTo(0.5, within(0.03));
    assertThat(mean(top)).isCloseTo(0.5, within(0.03));
    assertThat(max(left)).isEqualTo(1);
    assertThat(min(top)).isZero();
  }

  /** A box of 3:4 with 8 percent of their area is wider, or higher, than these are. */
  @ParameterizedTest
  @CsvSource({
    "10, 1000, 0, 493, 10, 13",
    "1000, 10, 493, 0, 13, 10",
    "30, 4000, 0, 1980, 30, 40",
    "1, 1000000, 0, 499999, 1, 1"
  })
  void anImageOutOfAllProportionGivesItsMiddle(
      int imageWidth, int imageHeight, int left, int top, int width, int height) {
    assertThat(draws(imageWidth, imageHeight, 200))
        .containsOnly(new RandomCrop(left, top, width, height));
  }

  @ParameterizedTest
  @CsvSource({"300, 400", "400, 300", "350, 350"})
  void theMiddleOfAUsualImageIsAllOfIt(int width, int height) {
    assertThat(RandomCrop.central(width, height)).isEqualTo(new RandomCrop(0, 0, width, height));
  }

  @Test
  void cutsOutItsPixels() {
    byte[] rgb = new byte[5 * 4 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) i;
    }
    RgbImage part = new RandomCrop(3, 1, 2, 2).cut(new RgbImage(5, 4, rgb));
    assertThat(part.width()).isEqualTo(2);
    assertThat(part.height()).isEqualTo(2);
    assertThat(part.rgb()).containsExactly(24, 25, 26, 27, 28, 29, 39, 40, 41, 42, 43, 44);
  }

  private static Stream<RandomCrop> draws(int width, int height, int count) {
    SplittableRandom random = new SplittableRandom(11);
    return IntStream.range(0, count).mapToObj(i -> RandomCrop.of(width, height, random));
  }

  private static double min(double[] values) {
    return DoubleStream.of(values).min().orElseThrow();
  }

  private static double max(double[] values) {
    return DoubleStream.of(values).max().orElseThrow();
  }

  private static double mean(double[] values) {
    return DoubleStream.of(values).average().orElseThrow();
  }
}
