package org.lammstream.manager.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;
import org.lammstream.store.Scoring;
import org.lammstream.store.VisualState;

/**
 * A learner's classes out of nothing: random label embeddings of two vectors, random text features,
 * and of each class the sum of a number of image features around a random mean, with matrices that
 * go with them.
 *
 * @param classes of the version
 * @param visual what they share; empty for a learner that scores by text alone
 */
record SyntheticHistory(List<ClassEmbedding> classes, Optional<VisualState> visual) {
  private static final int VECTORS = 2;
  private static final double LENGTH = 0.02;

  /** Length of a class's mean image feature, a single one having length 1. */
  private static final double CENTRED = 0.8;

  /** Copies the list. */
  SyntheticHistory {
    classes = List.copyOf(classes);
  }

  /**
   * Makes one; equal arguments make equal ones.
   *
   * @param images of each class
   * @param dimension of the features (d)
   * @param width of a label embedding's vectors
   */
  static SyntheticHistory of(
      int count, int images, int dimension, int width, Optional<Scoring> scoring) {
    SplittableRandom random = new SplittableRandom(count);
    double[] gram = new double[dimension * (dimension + 1) / 2];
    double[] scatter = new double[gram.length];
    // What a class's images differ by from their mean is the same in all directions.
    double spread = (double) count * images * (1 - CENTRED * CENTRED) / dimension;
    for (int i = 0; i < dimension; i++) {
      scatter[i * (i + 3) / 2] = spread;
      gram[i * (i + 3) / 2] = spread;
    }
    List<ClassEmbedding> classes = new ArrayList<>(count);
    for (int c = 0; c < count; c++) {
      float[] mean = unit(random, dimension);
      if (scoring.isPresent()) {
        add(gram, mean, images);
      }
      classes.add(entry("old thing " + c, random, mean, images, width, scoring));
    }
    return new SyntheticHistory(
        classes, scoring.map(known -> new VisualState(known, gram, scatter, List.of(count))));
  }

  private static ClassEmbedding entry(
      String name,
      SplittableRandom random,
      float[] mean,
      int images,
      int width,
      Optional<Scoring> scoring) {
    float[] embedding = new float[VECTORS * width];
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] = (float) (LENGTH * random.nextGaussian());
    }
    float[] text = unit(random, mean.length);
    double[] sum = new double[mean.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = images * CENTRED * mean[i];
    }
    return new ClassEmbedding(
        name,
        VECTORS,
        width,
        embedding,
        new int[0],
        embedding.clone(),
        text,
        text.clone(),
        scoring.isPresent() ? new float[0] : mean,
        scoring.isPresent() ? 0 : images * CENTRED,
        scoring.isPresent() ? new ImageSum(sum, images) : ImageSum.UNKNOWN);
  }

  /** Adds {@code n m mᵀ} for a class's mean m. */
  private static void add(double[] gram, float[] direction, int images) {
    double factor = images * CENTRED * CENTRED;
    int at = 0;
    for (int i = 0; i < direction.length; i++) {
      double x = factor * direction[i];
      for (int j = 0; j <= i; j++) {
        gram[at++] += x * direction[j];
      }
    }
  }

  /**
   * Image features of length 1 around random centres, row-major.
   *
   * @param centres how many; feature {@code i} is of centre {@code i % centres}
   */
  static float[] images(long seed, int count, int centres, int dimension) {
    SplittableRandom random = new SplittableRandom(seed);
    List<float[]> means = new ArrayList<>();
    for (int c = 0; c < centres; c++) {
      means.add(unit(random, dimension));
    }
    double noise = Math.sqrt((1 / (CENTRED * CENTRED) - 1) / dimension);
    float[] features = new float[count * dimension];
    for (int n = 0; n < count; n++) {
      float[] feature = means.get(n % centres).clone();
      for (int i = 0; i < dimension; i++) {
        feature[i] += (float) (noise * random.nextGaussian());
      }
      System.arraycopy(normalised(feature), 0, features, n * dimension, dimension);
    }
    return features;
  }

  private static float[] unit(SplittableRandom random, int dimension) {
    float[] feature = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      feature[i] = (float) random.nextGaussian();
    }
    return normalised(feature);
  }

  private static float[] normalised(float[] feature) {
    double squares = 0;
    for (float value : feature) {
      squares += (double) value * value;
    }
    for (int i = 0; i < feature.length; i++) {
      feature[i] /= (float) Math.sqrt(squares);
    }
    return feature;
  }
}
