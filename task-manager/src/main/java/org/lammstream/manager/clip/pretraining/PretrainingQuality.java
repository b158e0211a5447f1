package org.lammstream.manager.clip.pretraining;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.lammstream.manager.builtin.BuiltinData;
import org.lammstream.manager.builtin.drawing.Artist;
import org.lammstream.manager.builtin.drawing.DrawnClass;

/**
 * What a pre-trained model can do; all numbers are fractions of pictures classified rightly.
 *
 * @param knownByName known classes, by the text features of their names, among all known classes
 * @param newByName the demo's classes, by the text features of their names, among themselves
 * @param newByExample the demo's classes, by the nearest mean of 16 pictures, among themselves
 */
public record PretrainingQuality(double knownByName, double newByName, double newByExample) {

  private static final int SHOTS = 16;
  private static final int KNOWN_TESTS = 2;
  private static final int NEW_TESTS = 10;
  private static final long SHOT_SEED = 1L << 40;
  private static final long TEST_SEED = 1L << 41;

  static PretrainingQuality measure(Trainer trainer, int imageSize) {
    Artist artist = new Artist(imageSize);
    List<String> known = BuiltinData.knownClasses();
    List<String> fresh = BuiltinData.newClasses();
    float[][] knownTexts = trainer.texts(prompts(known));
    float[][] freshTexts = trainer.texts(prompts(fresh));
    float[][] means = new float[fresh.size()][];
    for (int c = 0; c < means.length; c++) {
      means[c] = sum(trainer.images(pictures(artist, fresh.get(c), SHOT_SEED, SHOTS)));
    }
    int knownRight = 0;
    for (int c = 0; c < known.size(); c++) {
      float[][] tests = trainer.images(pictures(artist, known.get(c), TEST_SEED, KNOWN_TESTS));
      knownRight += right(tests, knownTexts, c);
    }
    int byName = 0;
    int byExample = 0;
    for (int c = 0; c < fresh.size(); c++) {
      float[][] tests = trainer.images(pictures(artist, fresh.get(c), TEST_SEED, NEW_TESTS));
      byName += right(tests, freshTexts, c);
      byExample += right(tests, means, c);
    }
    double newTests = fresh.size() * NEW_TESTS;
    return new PretrainingQuality(
        knownRight / (double) (known.size() * KNOWN_TESTS),
        byName / newTests,
        byExample / newTests);
  }

  private static List<String> prompts(List<String> names) {
    return names.stream().map(name -> Captions.PROMPT.replace("%s", name)).toList();
  }

  private static List<BufferedImage> pictures(Artist artist, String name, long seed, int count) {
    List<BufferedImage> pictures = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pictures.add(artist.draw(DrawnClass.named(name), seed + i));
    }
    return pictures;
  }

  private static int right(float[][] features, float[][] classes, int label) {
    int right = 0;
    for (float[] feature : features) {
      int best = 0;
      for (int c = 1; c < classes.length; c++) {
        best = dot(feature, classes[c]) > dot(feature, classes[best]) ? c : best;
      }
      right += best == label ? 1 : 0;
    }
    return right;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** The direction of the mean, of length one. */
  private static float[] sum(float[][] features) {
    float[] sum = new float[features[0].length];
    for (float[] feature : features) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += feature[i];
      }
    }
    double norm = Math.sqrt(dot(sum, sum));
    for (int i = 0; i < sum.length; i++) {
      sum[i] = (float) (sum[i] / norm);
    }
    return sum;
  }
}
