package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.lammstream.store.ClassEmbedding;

/** Test kit: classes with random text features of length 1, and nothing else. */
final class RandomClasses {

  private RandomClasses() {}

  static List<ClassEmbedding> of(int count, int dimension, long seed) {
    List<ClassEmbedding> classes = new ArrayList<>();
    for (float[] feature : features(count, dimension, seed)) {
      classes.add(entry("class " + classes.size(), feature));
    }
    return classes;
  }

  static ClassEmbedding entry(String name, float[] feature) {
    return new ClassEmbedding(
        name,
        1,
        2,
        new float[] {1, 2},
        new int[0],
        new float[] {1, 2},
        feature,
        feature,
        new float[0]);
  }

  static List<float[]> features(int count, int dimension, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> features = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] feature = new float[dimension];
      double squares = 0;
      for (int j = 0; j < dimension; j++) {
        feature[j] = (float) random.nextGaussian();
        squares += feature[j] * feature[j];
      }
      for (int j = 0; j < dimension; j++) {
        feature[j] /= (float) Math.sqrt(squares);
      }
      features.add(feature);
    }
    return features;
  }
}
