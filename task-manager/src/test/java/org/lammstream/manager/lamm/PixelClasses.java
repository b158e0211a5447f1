package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;

/**
 * Test kit: drawn pixels of classes, each with a centre of its own.
 *
 * @param noise of an example against the deviation of the centres
 */
record PixelClasses(int classes, int perClass, double noise) {

  private static final int EDGE = 32;
  private static final int LENGTH = 3 * EDGE * EDGE;

  int[] labels() {
    return IntStream.range(0, classes * perClass).map(i -> i % classes).toArray();
  }

  float[] pixels() {
    return pixels(IntStream.range(0, classes * perClass).toArray());
  }

  float[] pixels(int... examples) {
    float[] pixels = new float[examples.length * LENGTH];
    for (int i = 0; i < examples.length; i++) {
      SplittableRandom centre = new SplittableRandom(100 + examples[i] % classes);
      SplittableRandom own = new SplittableRandom(1000 + examples[i]);
      for (int j = 0; j < LENGTH; j++) {
        pixels[i * LENGTH + j] = (float) (centre.nextGaussian() + noise * own.nextGaussian());
      }
    }
    return pixels;
  }

  /** Of the untouched image tower, all in one array. */
  float[] features(ClipModel model) {
    try (NDManager scope = model.manager().newSubManager()) {
      return model
          .imageEncoder()
          .encode(scope.create(pixels(), new Shape(labels().length, 3, EDGE, EDGE)))
          .toFloatArray();
    }
  }
}
