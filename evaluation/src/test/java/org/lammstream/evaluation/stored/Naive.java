package org.lammstream.evaluation.stored;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/**
 * Predictions once more, example by example and class by class, sharing no code with the others.
 */
final class Naive {

  private Naive() {}

  /** The class among {@code candidates} with the largest dot product; the first of equal ones. */
  static String predict(float[] image, List<String> candidates, Map<String, float[]> features) {
    Map<String, Float> scores = new HashMap<>();
    candidates.forEach(name -> scores.put(name, score(image, name, features)));
    return best(candidates, scores);
  }

  static float score(float[] image, String name, Map<String, float[]> features) {
    float[] text = Objects.requireNonNull(features.get(name));
    float score = 0;
    for (int d = 0; d < image.length; d++) {
      score += image[d] * text[d];
    }
    return score;
  }

  /** The candidate with the largest score; the first of equal ones. */
  static String best(List<String> candidates, Map<String, Float> scores) {
    String best = "";
    float most = Float.NEGATIVE_INFINITY;
    for (String name : candidates) {
      float score = Objects.requireNonNull(scores.get(name));
      if (score > most) {
        most = score;
        best = name;
      }
    }
    return best;
  }

  /** Among all classes of a version. */
  static String predict(float[] image, Version version) {
    return predict(
        image,
        version.classes().stream().map(ClassEmbedding::name).toList(),
        textFeatures(version));
  }

  static Map<String, float[]> textFeatures(Version version) {
    Map<String, float[]> features = new HashMap<>();
    version.classes().forEach(entry -> features.put(entry.name(), entry.textFeature()));
    return features;
  }

  static float[] image(TestSet tests, int example) {
    int from = example * tests.dimension();
    return Arrays.copyOfRange(tests.features(), from, from + tests.dimension());
  }
}
