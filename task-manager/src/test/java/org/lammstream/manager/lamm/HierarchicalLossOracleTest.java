package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lammstream.manager.lamm.LossWeights.Distillation;
import org.lammstream.store.ClassEmbedding;

/**
 * Every term with new, trained old and constant old classes against plain double-precision code,
 * and gradients against its finite differences.
 */
class HierarchicalLossOracleTest {

  private static final int D = 5;
  private static final int WIDTH = 3;
  private static final int CLASSES = 6;
  private static final int ROWS = 6;
  private static final double SCALE = 9;
  private static final int[] LABELS = {0, 1, 1, 0, 1};

  private final float[] images = units(LABELS.length, 1);
  private final float[] textFeatures = units(CLASSES, 2);
  private final float[] embeddings = random(ROWS * WIDTH, 3);
  private final AlignmentPlan plan =
      new AlignmentPlan(
          List.of(fresh("a", 1, 4), fresh("b", 2, 5)),
          List.of(units(1, 6), units(1, 7)),
          List.of(old("c", 2, 8, true), old("d", 1, 9, false)),
          List.of(old("e", 1, 10, true), old("f", 3, 11, true)));

  @ParameterizedTest
  @EnumSource(Distillation.class)
  void termsAndGradientsEqualTheFormula(Distillation direction) {
    LossWeights weights =
        new LossWeights(OptionalDouble.of(0.3), 0.7, 0.11, 0.5, 1.3, 2.5, direction, 2);
    Evaluated total = evaluate(weights, LossTerms::total);
    Oracle oracle = new Oracle(weights);
    check(evaluate(weights, LossTerms::crossEntropy), oracle.crossEntropy(textFeatures));
    check(evaluate(weights, LossTerms::parameter), oracle.parameter(embeddings));
    check(evaluate(weights, LossTerms::feature), oracle.feature(textFeatures));
    check(evaluate(weights, LossTerms::logit), oracle.logit(textFeatures));
    check(evaluate(weights, LossTerms::replay), oracle.replay(textFeatures));
    check(total, oracle.total(textFeatures, embeddings));
    assertGradient(total.textGradient(), textFeatures, x -> oracle.total(x, embeddings));
    assertGradient(total.embeddingGradient(), embeddings, x -> oracle.total(textFeatures, x));
  }

  private static void check(Evaluated actual, double expected) {
    assertThat(expected).isNotZero();
    assertThat(actual.loss()).isCloseTo(expected, within(2e-5 * Math.abs(expected)));
  }

  private static void assertGradient(
      float[] actual, float[] at, Function<float[], Double> function) {
    double step = 1.0 / 512;
    for (int i = 0; i < at.length; i++) {
      float[] up = at.clone();
      float[] down = at.clone();
      up[i] += (float) step;
      down[i] -= (float) step;
      double slope = (function.apply(up) - function.apply(down)) / (up[i] - down[i]);
      assertThat((double) actual[i]).isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
    }
  }

  private record Evaluated(double loss, float[] textGradient, float[] embeddingGradient) {}

  private Evaluated evaluate(LossWeights weights, Function<LossTerms, NDArray> term) {
    try (NDManager scope = NDManager.newBaseManager()) {
      HierarchicalLoss loss =
          new HierarchicalLoss(
              scope,
              new HierarchicalLoss.Anchors(
                  scope.create(plan.anchorFeatures(), new Shape(CLASSES, D)),
                  scope.create(plan.initialEmbeddings(), new Shape(ROWS, WIDTH)),
                  plan.rowWeights(weights.parameter(1), weights.oldParameter()),
                  plan.classWeights(weights.oldFeature(), plan.trainedOld().size())),
              plan.replay(),
              weights,
              SCALE);
      NDArray text = scope.create(textFeatures, new Shape(CLASSES, D));
      NDArray parameters = scope.create(embeddings, new Shape(ROWS, WIDTH));
      text.setRequiresGradient(true);
      parameters.setRequiresGradient(true);
      NDArray batch = scope.create(images, new Shape(LABELS.length, D));
      try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
        // Both inputs take part, so that each has a gradient whatever the term depends on.
        NDArray value = term.apply(loss.terms(batch, LABELS, text, parameters));
        NDArray zero = scope.create(0f);
        collector.backward(value.add(text.sum().mul(zero)).add(parameters.sum().mul(zero)));
        return new Evaluated(
            value.toFloatArray()[0],
            text.getGradient().toFloatArray(),
            parameters.getGradient().toFloatArray());
      }
    }
  }

  /** The formulas of DESIGN, written out. */
  private final class Oracle {
    private final LossWeights weights;

    Oracle(LossWeights weights) {
      this.weights = weights;
    }

    double total(float[] text, float[] parameters) {
      return crossEntropy(text)
          + parameter(parameters)
          + feature(text)
          + logit(text)
          + replay(text);
    }

    double crossEntropy(float[] text) {
      double sum = 0;
      for (int i = 0; i < LABELS.length; i++) {
        sum -= Math.log(softmax(logits(images, i, text, 1))[LABELS[i]]);
      }
      return sum / LABELS.length;
    }

    double parameter(float[] parameters) {
      float[] anchors = plan.initialEmbeddings();
      double sum = 0;
      for (int i = 0; i < parameters.length; i++) {
        // Rows 0 to 2 belong to the two new classes.
        double lambda = i < 3 * WIDTH ? 0.3 : weights.oldParameter();
        sum += lambda * Math.pow((double) parameters[i] - anchors[i], 2);
      }
      return sum;
    }

    double feature(float[] text) {
      float[] anchors = plan.anchorFeatures();
      double sum = 0;
      for (int label : LABELS) {
        sum += weights.feature() / LABELS.length * (1 - dot(text, label, anchors, label));
      }
      // Classes 2 and 3 are old and train.
      for (int c = 2; c < 4; c++) {
        sum += weights.oldFeature() * (1 - dot(text, c, anchors, c));
      }
      return sum;
    }

    double logit(float[] text) {
      double temperature = weights.temperature();
      double sum = 0;
      for (int i = 0; i < LABELS.length; i++) {
        double[] trained = softmax(logits(images, i, text, temperature));
        double[] anchor = softmax(logits(images, i, plan.anchorFeatures(), temperature));
        for (int c = 0; c < CLASSES; c++) {
          sum -=
              weights.direction() == Distillation.REFERENCE
                  ? trained[c] * Math.log(anchor[c])
                  : anchor[c] * Math.log(trained[c]);
        }
      }
      return weights.logit() * temperature * temperature * sum / LABELS.length;
    }

    double replay(float[] text) {
      // Class 3 has no prototype.
      int[] labels = {2, 4, 5};
      long[] seeds = {108, 110, 111};
      double sum = 0;
      for (int i = 0; i < labels.length; i++) {
        sum -= Math.log(softmax(logits(units(1, seeds[i]), 0, text, 1))[labels[i]]);
      }
      return weights.oldReplay() * sum / labels.length;
    }

    private double[] logits(float[] rows, int row, float[] text, double temperature) {
      double[] logits = new double[CLASSES];
      for (int c = 0; c < CLASSES; c++) {
        logits[c] = SCALE * dot(rows, row, text, c) / temperature;
      }
      return logits;
    }
  }

  private static double[] softmax(double[] logits) {
    double sum = 0;
    double[] exponentials = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      exponentials[c] = Math.exp(logits[c]);
      sum += exponentials[c];
    }
    for (int c = 0; c < logits.length; c++) {
      exponentials[c] /= sum;
    }
    return exponentials;
  }

  private static double dot(float[] a, int rowOfA, float[] b, int rowOfB) {
    double sum = 0;
    for (int j = 0; j < D; j++) {
      sum += (double) a[rowOfA * D + j] * b[rowOfB * D + j];
    }
    return sum;
  }

  private static ClassPrompt fresh(String name, int vectors, long seed) {
    return new ClassPrompt(name, vectors, random(vectors * WIDTH, seed), new int[0]);
  }

  private static ClassEmbedding old(String name, int vectors, long seed, boolean prototype) {
    float[] embedding = random(vectors * WIDTH, seed);
    float[] feature = units(1, seed + 50);
    return new ClassEmbedding(
        name,
        vectors,
        WIDTH,
        embedding,
        new int[0],
        embedding,
        feature,
        feature,
        prototype ? units(1, seed + 100) : new float[0]);
  }

  private static float[] units(int rows, long seed) {
    float[] values = random(rows * D, seed);
    for (int row = 0; row < rows; row++) {
      float norm = (float) Math.sqrt(dot(values, row, values, row));
      for (int j = 0; j < D; j++) {
        values[row * D + j] /= norm;
      }
    }
    return values;
  }

  private static float[] random(int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
