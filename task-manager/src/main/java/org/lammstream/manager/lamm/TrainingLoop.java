package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The loop over epochs and batches that all trainings share. Stateless. */
final class TrainingLoop {

  private TrainingLoop() {}

  /** One step of a training. */
  @FunctionalInterface
  interface Step {
    /** Trains on the examples of a batch; returns the loss before the update. */
    double on(int[] batch, int epoch, double rate);
  }

  /**
   * Trains.
   *
   * @return mean loss per epoch
   * @throws InterruptedException between two steps, if the thread is interrupted
   * @throws ArithmeticException if the loss does not stay finite
   */
  static List<Double> run(
      BatchOrder order, CosineSchedule schedule, AlignmentListener listener, Step step)
      throws InterruptedException {
    List<Double> losses = new ArrayList<>();
    for (int epoch = 0; epoch < schedule.epochs(); epoch++) {
      double sum = 0;
      List<int[]> batches = order.epoch(epoch);
      for (int[] batch : batches) {
        if (Thread.interrupted()) {
          throw new InterruptedException("alignment interrupted in epoch " + (epoch + 1));
        }
        sum += step.on(batch, epoch, schedule.rate(epoch));
      }
      double mean = sum / batches.size();
      if (!Double.isFinite(mean)) {
        throw new ArithmeticException("the loss is no longer finite in epoch " + (epoch + 1));
      }
      losses.add(mean);
      listener.onEpoch(epoch + 1, schedule.epochs(), mean);
    }
    return losses;
  }

  /** Entries of the examples of a batch. */
  static int[] pick(int[] labels, int[] batch) {
    return IntStream.of(batch).map(example -> labels[example]).toArray();
  }

  /** Rows of the examples of a batch, of {@code width} numbers each. */
  static float[] rows(float[] matrix, int width, int[] batch) {
    float[] rows = new float[batch.length * width];
    for (int i = 0; i < batch.length; i++) {
      System.arraycopy(matrix, batch[i] * width, rows, i * width, width);
    }
    return rows;
  }
}
