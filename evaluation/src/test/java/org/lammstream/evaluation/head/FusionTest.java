package org.lammstream.evaluation.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
  private static final int DIMENSION = 16;
  private static final int CLASSES = 6;
  private static final int SHOTS = 12;

  private final List<String> labels = new ArrayList<>();
  private final double[] features = new double[CLASSES * SHOTS * DIMENSION];
  private final double[][] centres = new double[CLASSES][];
  private final ImageStatistics statistics;

  FusionTest() {
    Random random = new Random(1);
    for (int c = 0; c < CLASSES; c++) {
      centres[c] = random.doubles(DIMENSION, -1, 1).toArray();
      for (int n = 0; n < SHOTS; n++) {
        double[] feature = around(centres[c], random);
        System.arraycopy(feature, 0, features, labels.size() * DIMENSION, DIMENSION);
        labels.add("class " + c);
      }
    }
    statistics = ImageStatistics.none(DIMENSION).plus(labels, features);
  }

  static List<VisualHead> heads() {
    return List.of(
        new VisualHead.Prototype(), new VisualHead.Ridge(0.1), new VisualHead.Gaussian(0.1));
  }

  /** The oracle takes each image out in turn and computes the head again. */
  @ParameterizedTest
  @MethodSource("heads")
  void heldOutScoresAreThoseOfHeadsThatHaveNotSeenTheImage(VisualHead head) {
    double[] expected = new double[CLASSES];
    double[] naive = new double[CLASSES];
    LinearHead full = head.of(statistics);
    for (int i = 0; i < labels.size(); i++) {
      double[] one = Arrays.copyOfRange(features, i * DIMENSION, (i + 1) * DIMENSION);
      LinearHead without = head.of(statistics.minus(labels.subList(i, i + 1), one));
      int own = i / SHOTS;
      expected[own] += without.scores(one, 0)[own] / SHOTS;
      naive[own] += full.scores(one, 0)[own] / SHOTS;
    }
    double[] found = head.heldOut(statistics, full);
    for (int c = 0; c < CLASSES; c++) {
      double optimism = naive[c] - expected[c];
      assertThat(optimism).isPositive();
      assertThat(found[c]).isCloseTo(expected[c], within(0.5 * optimism));
    }
  }

  @Test
  void aRidgeOfFewerImagesThanDimensionsIsNotTakenForUseless() {
    int d = 128;
    Random random = new Random(3);
    ImageStatistics few = ImageStatistics.none(d);
    List<String> names = new ArrayList<>();
    double[] images = new double[20 * 4 * d];
    for (int c = 0; c < 20; c++) {
      double[] centre = random.doubles(d, -1, 1).toArray();
      for (int n = 0; n < 4; n++) {
        double[] feature = around(centre, random);
        System.arraycopy(feature, 0, images, names.size() * d, d);
        names.add("class " + c);
      }
    }
    few = few.plus(names, images);
    VisualHead ridge = new VisualHead.Ridge(0.01);
    double[] heldOut = ridge.heldOut(few, ridge.of(few));
    double expected = 0;
    for (int i = 0; i < names.size(); i++) {
      double[] one = Arrays.copyOfRange(images, i * d, (i + 1) * d);
      LinearHead without = ridge.of(few.minus(names.subList(i, i + 1), one));
      expected += without.scores(one, 0)[i / 4] / names.size();
    }
    assertThat(Arrays.stream(heldOut).average().orElse(0)).isCloseTo(expected, within(0.02));
    assertThat(Fusion.weight(few, ridge, new float[20 * d])).isEqualTo(0.25);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void oneImageOfEachClassIsEnoughForAHead(VisualHead head) {
    int d = 96;
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      ImageStatistics single = ImageStatistics.none(d);
      double[][] images = new double[60][];
      for (int c = 0; c < images.length; c++) {
        images[c] = around(random.doubles(d, -1, 1).toArray(), random);
        single = single.plus(List.of("class " + c), images[c]);
      }
      LinearHead linear = head.of(single);
      for (int c = 0; c < images.length; c++) {
        double[] scores = linear.scores(images[c], 0);
        assertThat(Arrays.stream(scores).max().orElse(0)).isEqualTo(scores[c]);
      }
      assertThat(Fusion.weight(single, head, new float[60 * d])).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void whatSaysNothingOfTheClassesIsOutweighed(VisualHead head) {
    float[] noise = new float[CLASSES * DIMENSION];
    Random random = new Random(2);
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (float) random.nextGaussian();
    }
    assertThat(Fusion.weight(statistics, head, noise)).isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void textThatKnowsTheTrueCentresIsTrustedMore(VisualHead head) {
    float[] truth = new float[CLASSES * DIMENSION];
    for (int c = 0; c < CLASSES; c++) {
      double length = Math.sqrt(Matrices.squared(centres[c]));
      for (int i = 0; i < DIMENSION; i++) {
        truth[c * DIMENSION + i] = (float) (centres[c][i] / length);
      }
    }
    assertThat(Fusion.weight(statistics, head, truth)).isLessThan(5);
  }

  @Test
  void theNormalDistributionIsThatOfTheTables() {
    assertThat(Normal.cumulative(0)).isCloseTo(0.5, within(1e-7));
    assertThat(Normal.cumulative(1.96)).isCloseTo(0.9750021, within(1e-7));
    assertThat(Normal.cumulative(-1)).isCloseTo(0.1586553, within(1e-7));
    assertThat(Normal.cumulative(9)).isEqualTo(1);
  }

  private static double[] around(double[] centre, Random random) {
    double[] feature = centre.clone();
    for (int i = 0; i < feature.length; i++) {
      feature[i] += random.nextGaussian();
    }
    double length = Math.sqrt(Matrices.squared(feature));
    for (int i = 0; i < feature.length; i++) {
      feature[i] /= length;
    }
    return feature;
  }
}
