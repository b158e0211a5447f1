package org.lammstream.manager.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.manager.clip.image.ImageView;
import org.lammstream.manager.clip.image.ImageViews;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.manager.fixtures.Fixtures;

class ViewEncoderTest {
  private static ClipModel model;

  @BeforeAll
  static void load() {
    model = ClipModel.load(Fixtures.path("tiny_clip"), new ComputeDevice.Cpu());
  }

  @AfterAll
  static void close() {
    if (model != null) {
      model.close();
    }
  }

  @Test
  void oneViewIsTheFeatureAsItAlwaysWas() {
    List<RgbImage> images = images(40, 1);
    List<PixelImage> pixels = new ArrayList<>(images.stream().map(this::plain).toList());
    assertThat(new ViewEncoder(model, 1).encode(images)).isDeepEqualTo(model.encodeImages(pixels));

    ViewEncoder.Group group = new ViewEncoder(model, 1).group();
    images.subList(0, 5).forEach(group::add);
    pixels.subList(5, 40).clear();
    pixels.addAll(Collections.nCopies(27, pixels.get(0)));
    assertThat(List.of(group.features()))
        .containsExactlyElementsOf(List.of(model.encodeImages(pixels)).subList(0, 5));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void severalViewsAreTheirNormalisedMean(int views) {
    List<RgbImage> images = images(11, 2);
    float[][] features = new ViewEncoder(model, views).encode(images);
    assertThat(features).hasNumberOfRows(11);
    for (int i = 0; i < features.length; i++) {
      double[] mean = new double[model.dimension()];
      for (ImageView view : ImageViews.of(views)) {
        PixelImage pixels = model.preprocessor().apply(images.get(i), view);
        float[] feature = model.encodeImages(List.of(pixels))[0];
        for (int k = 0; k < mean.length; k++) {
          mean[k] += feature[k] / views;
        }
      }
      double length = Math.sqrt(dot(mean, mean));
      for (int k = 0; k < mean.length; k++) {
        assertThat(features[i][k]).isCloseTo((float) (mean[k] / length), within(1e-5f));
      }
    }
  }

  @Test
  void theOthersOfAGroupDoNotChangeABitOfAFeature() {
    List<RgbImage> some = images(32, 3);
    List<RgbImage> others = new ArrayList<>(images(32, 4));
    others.set(9, some.get(9));
    assertThat(group(6, others)[9]).isEqualTo(group(6, some)[9]);
    assertThat(group(6, some.subList(0, 10))[9]).isEqualTo(group(6, some)[9]);
    assertThat(group(6, some)).isDeepEqualTo(group(6, some));
  }

  @Test
  void noImagesHaveNoFeatures() {
    assertThat(new ViewEncoder(model, 4).encode(List.of())).isEmpty();
    assertThat(new ViewEncoder(model, 4).group().features()).isEmpty();
  }

  private static float[][] group(int views, List<RgbImage> images) {
    ViewEncoder.Group group = new ViewEncoder(model, views).group();
    images.forEach(group::add);
    return group.features();
  }

  private PixelImage plain(RgbImage image) {
    return model.preprocessor().apply(image);
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  /** Noise of several sizes. */
  private static List<RgbImage> images(int count, long seed) {
    Random random = new Random(seed);
    List<RgbImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] rgb = new byte[3 * (30 + i) * 45];
      random.nextBytes(rgb);
      images.add(new RgbImage(30 + i, 45, rgb));
    }
    return images;
  }
}
