package org.lammstream.manager.lamm;

import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * Where parameters start, as in the published codes: vectors at words or at draws from N(0, 0.02²),
 * maps at PyTorch's start of a linear layer, those of the deeper blocks as copies of one. Equal
 * seeds give equal starts. Used once per training.
 */
final class PromptStart {

  private static final double DEVIATION = 0.02;

  private final SplittableRandom random;
  private final int width;

  /** Draws vectors of the text tower's {@code width}. */
  PromptStart(long seed, int width) {
    this.random = new SplittableRandom(~seed); // the seed itself draws the order of the examples
    this.width = width;
  }

  /**
   * Context vectors, {@code (vectors, width)}, or {@code (contexts, vectors, width)} if there are
   * several.
   *
   * @param words embeddings of one context; empty to draw them
   */
  Tensor context(int vectors, int contexts, boolean perClass, float[] words) {
    float[] values =
        words.length == 0
            ? normal(Math.multiplyExact(Math.multiplyExact(contexts, vectors), width))
            : repeated(words, contexts);
    return perClass
        ? Tensor.of(values, contexts, vectors, width)
        : Tensor.of(values, vectors, width);
  }

  /** What MaPLe trains beside the context. */
  SortedMap<String, Tensor> maple(int vectors, int depth, int visualWidth) {
    SortedMap<String, Tensor> start = new TreeMap<>();
    putLinear(start, PromptParameters.PROJECTION, visualWidth);
    for (int i = 0; i < depth - 1; i++) {
      start.put(PromptParameters.deepPrompt(i), Tensor.of(normal(vectors * width), vectors, width));
    }
    SortedMap<String, Tensor> one = new TreeMap<>();
    putLinear(one, "", visualWidth);
    for (int i = 0; i < depth - 1; i++) {
      String name = PromptParameters.deepProjection(i);
      one.forEach(
          (part, tensor) ->
              start.put(name + part, new Tensor(tensor.values().clone(), tensor.shape())));
    }
    return start;
  }

  private void putLinear(SortedMap<String, Tensor> start, String name, int out) {
    double bound = 1 / Math.sqrt(width);
    DoubleSupplier uniform = () -> bound * (2 * random.nextDouble() - 1);
    start.put(name + PromptParameters.WEIGHT, Tensor.of(draws(out * width, uniform), out, width));
    start.put(name + PromptParameters.BIAS, Tensor.of(draws(out, uniform), out));
  }

  private float[] normal(int length) {
    return draws(length, () -> DEVIATION * random.nextGaussian());
  }

  private static float[] draws(int length, DoubleSupplier source) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) source.getAsDouble();
    }
    return values;
  }

  private static float[] repeated(float[] values, int times) {
    float[] all = new float[times * values.length];
    for (int i = 0; i < times; i++) {
      System.arraycopy(values, 0, all, i * values.length, values.length);
    }
    return all;
  }
}
