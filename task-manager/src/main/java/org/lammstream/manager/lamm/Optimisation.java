package org.lammstream.manager.lamm;

/**
 * How the label embeddings are trained.
 *
 * @param epochs at least 1
 * @param batchSize at least 1
 * @param learningRate after the warm-up
 * @param momentum of SGD, 0 to below 1
 * @param weightDecay of SGD
 * @param warmupEpochs epochs at the warm-up rate
 * @param warmupRate constant rate of the warm-up
 */
public record Optimisation(
    int epochs,
    int batchSize,
    double learningRate,
    double momentum,
    double weightDecay,
    int warmupEpochs,
    double warmupRate) {

  CosineSchedule schedule() {
    return new CosineSchedule(learningRate, epochs, warmupEpochs, warmupRate);
  }
}
