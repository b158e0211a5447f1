package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.List;
import org.lammstream.store.ClassEmbedding;

/**
 * Compares classes with a task's in single precision, a block of them at a time, whose features
 * stay in a cache. They are laid out dimension by dimension, so that the inner loop runs over
 * classes, which the JIT turns into SIMD. A class's result does not depend on the others in its
 * block. Confined to one thread.
 */
final class NearnessBlock {

  /** In a block. */
  static final int CLASSES = 256;

  private static final int FOUR = 4;

  private final List<float[]> task;
  private final int dimension;
  private final float[] transposed;
  private final float[] cosines = new float[CLASSES];

  /** Compares with these text features, at least one. */
  NearnessBlock(List<float[]> task) {
    this.task = task;
    this.dimension = task.get(0).length;
    this.transposed = new float[dimension * CLASSES];
  }

  /**
   * Writes each class's largest cosine.
   *
   * @param classes at most {@value #CLASSES}
   * @param nearness where to, from {@code start}
   */
  void compare(List<ClassEmbedding> classes, float[] nearness, int start) {
    transpose(classes);
    int count = classes.size();
    Arrays.fill(nearness, start, start + count, Float.NEGATIVE_INFINITY);
    for (float[] feature : task) {
      Arrays.fill(cosines, 0);
      int i = 0;
      for (; i + FOUR <= dimension; i += FOUR) {
        addFour(feature, i, transposed, cosines);
      }
      for (; i < dimension; i++) {
        for (int c = 0; c < CLASSES; c++) {
          cosines[c] += feature[i] * transposed[i * CLASSES + c];
        }
      }
      for (int c = 0; c < count; c++) {
        nearness[start + c] = Math.max(nearness[start + c], cosines[c]);
      }
    }
  }

  /** The next four dimensions, for a single trip of each cosine to memory. */
  private static void addFour(float[] feature, int at, float[] transposed, float[] cosines) {
    float x0 = feature[at];
    float x1 = feature[at + 1];
    float x2 = feature[at + 2];
    float x3 = feature[at + 3];
    int row = at * CLASSES;
    for (int c = 0; c < CLASSES; c++) {
      float sum = cosines[c] + x0 * transposed[row + c];
      sum += x1 * transposed[row + CLASSES + c];
      sum += x2 * transposed[row + 2 * CLASSES + c];
      cosines[c] = sum + x3 * transposed[row + 3 * CLASSES + c];
    }
  }

  /** Four classes at a time, which are neighbours in memory; the block may have an unused rest. */
  private void transpose(List<ClassEmbedding> classes) {
    int last = classes.size() - 1;
    for (int c = 0; c <= last; c += FOUR) {
      float[] first = classes.get(c).textFeature();
      float[] second = classes.get(Math.min(c + 1, last)).textFeature();
      float[] third = classes.get(Math.min(c + 2, last)).textFeature();
      float[] fourth = classes.get(Math.min(c + 3, last)).textFeature();
      for (int i = 0; i < dimension; i++) {
        int at = i * CLASSES + c;
        transposed[at] = first[i];
        transposed[at + 1] = second[i];
        transposed[at + 2] = third[i];
        transposed[at + 3] = fourth[i];
      }
    }
  }
}
