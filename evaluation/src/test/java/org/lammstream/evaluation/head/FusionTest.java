package org.lammstream.evaluation.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FusionTest {
  private static final int DIMENSION = 16;
  private static final int CLASSES = 6;
  private static final int SHOTS = 12;
  private static final List<float[]> NO_TEXT = Collections.nCopies(CLASSES, new float[0]);

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
    double[] found = head.heldOut(statistics, full, ChosenClasses.all(statistics));
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
    double[] heldOut = ridge.heldOut(few, ridge.of(few), ChosenClasses.all(few));
    double expected = 0;
    for (int i = 0; i < names.size(); i++) {
      double[] one = Arrays.copyOfRange(images, i * d, (i + 1) * d);
      LinearHead without = ridge.of(few.minus(names.subList(i, i + 1), one));
      expected += without.scores(one, 0)[i / 4] / names.size();
    }
    assertThat(Arrays.stream(heldOut).average().orElse(0)).isCloseTo(expected, within(0.02));
    assertThat(fusion(few, ridge, new float[20 * d]).weight()).isEqualTo(0.25);
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
      assertThat(Fusion.of(single, head, Collections.nCopies(60, new float[0]), new double[60]))
          .isEmpty();
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
    assertThat(fusion(statistics, head, noise).weight()).isEqualTo(10);
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
    assertThat(fusion(statistics, head, truth).weight()).isLessThan(5);
  }

  @ParameterizedTest
  @MethodSource("heads")
  void theMarginLeavesNewClassesFourFifthsOfWhatTheyCanExpect(VisualHead head) {
    Set<String> newest = Set.of("class 4", "class 5");
    double[] recency = {0, 0, 0, 0, 1, 1};
    Fusion fusion = Fusion.of(statistics, head, NO_TEXT, recency).orElseThrow();
    double margin = fusion.margin(0, 1);
    assertThat(margin).isBetween(0.001, 0.9);
    assertThat(fusion.margin(0, 3)).isCloseTo(margin, within(1e-9)); // in parts of the weight
    double before = drawnAccuracy(head, newest, 0);
    assertThat(drawnAccuracy(head, newest, margin)).isBetween(0.65 * before, 0.95 * before);
  }

  @Test
  void thereIsNoMarginWithoutOldClassesOrNewOnesOrAHeadThatCounts() {
    VisualHead head = new VisualHead.Gaussian(0.1);
    double[] all = {1, 1, 1, 1, 1, 1};
    double[] none = new double[CLASSES];
    double[] last = {0, 0.2, 0.4, 0.6, 0.8, 1};
    assertThat(Fusion.of(statistics, head, NO_TEXT, all).orElseThrow().margin(0, 1)).isZero();
    assertThat(Fusion.of(statistics, head, NO_TEXT, none).orElseThrow().margin(0, 1)).isZero();
    assertThat(Fusion.of(statistics, head, NO_TEXT, last).orElseThrow().margin(1, 0)).isZero();
    assertThat(Fusion.of(statistics, head, NO_TEXT, last).orElseThrow().margin(0, 1)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("heads")
  void aHeadOfSomeClassesIsItsPartOfTheHeadOfAll(VisualHead head) {
    LinearHead all = head.of(statistics);
    List<String> names = List.of("class 1", "class 4");
    LinearHead some =
        head.of(
            statistics,
            new ChosenClasses(names, names.stream().map(statistics.classes()::get).toList()));
    double[] feature = Arrays.copyOf(features, DIMENSION);
    double[] expected = all.scores(feature, 0);
    assertThat(some.scores(feature, 0))
        .containsExactly(new double[] {expected[1], expected[4]}, within(1e-12));
  }

  /** Share of fresh images of the newest classes that are recognised. */
  private double drawnAccuracy(VisualHead head, Set<String> newest, double margin) {
    LinearHead linear = head.of(statistics);
    Random random = new Random(7);
    int right = 0;
    int drawn = 0;
    for (int c = 0; c < CLASSES; c++) {
      for (int n = 0; n < 500 && newest.contains("class " + c); n++) {
        double[] scores = linear.scores(around(centres[c], random), 0);
        int best = 0;
        for (int k = 0; k < CLASSES; k++) {
          scores[k] -= newest.contains("class " + k) ? margin : 0;
          best = scores[k] > scores[best] ? k : best;
        }
        right += best == c ? 1 : 0;
        drawn++;
      }
    }
    return (double) right / drawn;
  }

  private static Fusion fusion(ImageStatistics statistics, VisualHead head, float[] text) {
    int d = statistics.dimension();
    int classes = statistics.classes().size();
    List<float[]> rows =
        IntStream.range(0, classes)
            .mapToObj(c -> Arrays.copyOfRange(text, c * d, (c + 1) * d))
            .toList();
    return Fusion.of(statistics, head, rows, new double[classes]).orElseThrow();
  }

  @Test
  void ofManyClassesTheNewestAndSomeOfTheOthersTakePart() {
    double[] recency = new double[5000];
    Arrays.fill(recency, 4990, 5000, 1);
    int[] places = Fusion.participants(recency);
    assertThat(places).hasSize(100).doesNotHaveDuplicates().isSorted();
    assertThat(Arrays.stream(places).filter(place -> place >= 4990)).hasSize(10);
    assertThat(Fusion.participants(new double[100])).hasSize(100);
  }

  /** Otherwise it would be measured around another centre than it scores around. */
  @ParameterizedTest
  @MethodSource("heads")
  void aClassOfOneImageIsARivalOfTheOthers(VisualHead head) {
    double[] lonely = around(centres[0], new Random(11)); // close to class 0
    ImageStatistics more = statistics.plus(List.of("lonely"), lonely);
    double[] recency = {0, 0, 0, 0, 0, 1, 0};
    List<float[]> noText = Collections.nCopies(CLASSES + 1, new float[0]);
    double beside = Fusion.of(more, head, noText, recency).orElseThrow().margin(0, 1);
    double alone =
        Fusion.of(statistics, head, NO_TEXT, Arrays.copyOf(recency, CLASSES))
            .orElseThrow()
            .margin(0, 1);
    assertThat(beside).isPositive().isNotEqualTo(alone);
  }

  /** Listed or not, all classes of one kind are alike, so that some can stand for all. */
  @ParameterizedTest
  @MethodSource("heads")
  void someClassesStandForAll(VisualHead head) {
    Random random = new Random(9);
    List<String> names = new ArrayList<>();
    int count = 400;
    double[] images = new double[count * SHOTS * DIMENSION];
    for (int c = 0; c < count; c++) {
      double[] centre = random.doubles(DIMENSION, -1, 1).toArray();
      for (int n = 0; n < SHOTS; n++) {
        System.arraycopy(around(centre, random), 0, images, names.size() * DIMENSION, DIMENSION);
        names.add("class " + c);
      }
    }
    ImageStatistics all = ImageStatistics.none(DIMENSION).plus(names, images);
    Map<String, ClassSum> listed = new LinkedHashMap<>();
    all.classes().forEach((name, sum) -> listed.put(name, sum));
    listed.keySet().removeIf(name -> name.hashCode() % 2 == 0);
    int hidden = count - listed.size();
    ImageStatistics some =
        ImageStatistics.of(
            DIMENSION,
            all.gram(),
            all.scatter(),
            listed,
            new ImageStatistics.Unlisted(hidden, (long) hidden * SHOTS));
    assertThat(some.shrinkage()).isEqualTo(all.shrinkage());
    ChosenClasses part =
        new ChosenClasses(List.copyOf(listed.keySet()), List.copyOf(listed.values()));
    LinearHead estimated = head.of(some, part);
    LinearHead exact = head.of(all, part);
    double difference = 0;
    double size = 0;
    for (int i = 0; i < exact.weights().length; i++) {
      difference += Math.pow(estimated.weights()[i] - exact.weights()[i], 2);
      size += Math.pow(exact.weights()[i], 2);
    }
    assertThat(difference).isLessThan(0.02 * size);
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
