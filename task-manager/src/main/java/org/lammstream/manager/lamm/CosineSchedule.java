package org.lammstream.manager.lamm;

/**
 * The published learning-rate schedule: a constant warm-up, then cosine annealing, stepped per
 * epoch.
 *
 * @param learningRate after the warm-up
 * @param epochs of the whole training
 * @param warmupEpochs at {@code warmupRate}
 * @param warmupRate constant rate of the warm-up
 */
record CosineSchedule(double learningRate, int epochs, int warmupEpochs, double warmupRate) {

  /** The rate of epoch {@code epoch}, counted from 0. */
  double rate(int epoch) {
    if (epoch < warmupEpochs) {
      return warmupRate;
    }
    return learningRate * (1 + Math.cos(Math.PI * (epoch - warmupEpochs) / epochs)) / 2;
  }
}
