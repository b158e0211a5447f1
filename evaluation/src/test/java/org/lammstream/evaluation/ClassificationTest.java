package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassificationTest {

  private static final float[] AXES = {1, 0, 0, 1};

  @Test
  void anImageBelongsToTheClassOfTheLargestDotProduct() {
    Classification classification = new Classification(AXES, 2);

    assertThat(classification.predict(new float[] {0.9f, 0.1f, 0.2f, 0.3f, -1, 0}))
        .containsExactly(0, 1, 1);
  }

  @Test
  void equalScoresGoToTheLowestClass() {
    float[] same = {0.6f, 0.8f, 1, 0, 0.6f, 0.8f, 0.6f, 0.8f};

    assertThat(new Classification(same, 2).predict(new float[] {0.6f, 0.8f})).containsExactly(0);
    assertThat(new Classification(same, 2).top(new float[] {0.6f, 0.8f}, 0, 3))
        .containsExactly(0, 2, 3);
  }

  @Test
  void aSmallerLabelSpaceHidesLaterClasses() {
    Classification classification = new Classification(AXES, 2);
    float[] image = {0.1f, 0.9f};

    assertThat(classification.predict(image, 1)).containsExactly(0);
    assertThat(classification.predict(image, 2)).containsExactly(1);
    assertThatThrownBy(() -> classification.predict(image, 3))
        .hasMessage("label space of 3 classes, 2 are known");
  }

  @Test
  void randomFeaturesAgreeWithAPlainSearchInEveryLabelSpace() {
    Random random = new Random(11);
    int classes = 23;
    int dimension = 17;
    int examples = 60;
    float[] text = gaussian(random, classes * dimension);
    float[] images = gaussian(random, examples * dimension);
    int[] labels = random.ints(examples, 0, classes).toArray();
    int[] spaces = {1, 5, 5, 12, 23};

    int[] counts = new Classification(text, dimension).countCorrect(images, labels, spaces);

    for (int s = 0; s < spaces.length; s++) {
      int expected = 0;
      for (int n = 0; n < examples; n++) {
        int best = 0;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < spaces[s]; c++) {
          double score = 0;
          for (int d = 0; d < dimension; d++) {
            score += (double) images[n * dimension + d] * text[c * dimension + d];
          }
          if (score > bestScore) {
            best = c;
            bestScore = score;
          }
        }
        expected += best == labels[n] ? 1 : 0;
      }
      assertThat(counts[s]).as("label space %d", spaces[s]).isEqualTo(expected);
      assertThat(new Classification(text, dimension).countCorrect(images, labels, spaces[s]))
          .isEqualTo(expected);
    }
    assertThat(Arrays.stream(counts).sum()).isPositive();
  }

  @Test
  void scoresAreSinglePrecisionSumsInTheOrderOfTheDimensionsToTheBit() {
    Random random = new Random(4);
    for (int dimension = 1; dimension <= 13; dimension++) {
      float[] text = gaussian(random, 9 * dimension);
      float[] images = gaussian(random, 3 * dimension);
      float[] expected = new float[9];
      for (int c = 0; c < 9; c++) {
        for (int d = 0; d < dimension; d++) {
          expected[c] += images[2 * dimension + d] * text[c * dimension + d];
        }
      }
      assertThat(new Classification(text, dimension).scores(images, 2)).isEqualTo(expected);
    }
  }

  @Test
  void theBestClassesComeFirst() {
    Classification classification = new Classification(new float[] {0, 1, 2, 3}, 1);

    assertThat(classification.top(new float[] {1}, 0, 2)).containsExactly(3, 2);
    assertThat(classification.top(new float[] {-1}, 0, 9)).containsExactly(0, 1, 2, 3);
    assertThat(classification.scores(new float[] {5, 2}, 1)).containsExactly(0, 2, 4, 6);
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Classification classification = new Classification(AXES, 2);

    assertThatThrownBy(() -> new Classification(new float[3], 2))
        .hasMessageContaining("do not divide into rows of 2");
    assertThatThrownBy(() -> new Classification(new float[0], 2))
        .hasMessageContaining("at least one class");
    assertThatThrownBy(() -> classification.predict(new float[3]))
        .hasMessageContaining("image features");
    assertThatThrownBy(() -> classification.countCorrect(new float[2], new int[2], 1))
        .hasMessage("2 labels for 1 image features");
    assertThatThrownBy(
            () -> classification.countCorrect(new float[2], new int[1], new int[] {2, 1}))
        .hasMessage("label spaces must grow");
  }

  @Test
  void aBrokenTextFeatureIsNotHiddenInAnAccuracy() {
    assertThatThrownBy(() -> new Classification(new float[] {1, 0, Float.NaN, 1}, 2))
        .hasMessage("a weight of class 1 is not finite");
  }

  private static float[] gaussian(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
