package org.lammstream.evaluation.stored;

import java.util.Random;

/** Made-up vectors. */
record RandomVectors(Random source) {

  /** A unit vector at about this distance, times the root of its length, of a centre. */
  float[] near(float[] centre, double distance) {
    float[] noise = gaussian(centre.length);
    float[] moved = centre.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (distance * noise[i]);
    }
    return unit(moved);
  }

  float[] gaussian(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) source.nextGaussian();
    }
    return values;
  }

  static float[] unit(float[] vector) {
    double sum = 0;
    for (float value : vector) {
      sum += (double) value * value;
    }
    float[] unit = new float[vector.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (vector[i] / Math.sqrt(sum));
    }
    return unit;
  }
}
