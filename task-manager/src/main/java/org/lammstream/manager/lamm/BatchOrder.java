package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The order in which a training run visits its examples. */
interface BatchOrder {

  /** The batches of one epoch, as indices of examples. Called once per epoch, in order. */
  List<int[]> epoch(int epoch);

  /**
   * A new seeded permutation per epoch; an incomplete last batch is dropped unless it is the only
   * one (what Dassl's training loader does).
   */
  static BatchOrder shuffled(int examples, int batchSize, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return epoch -> {
      int[] order = permutation(examples, random.split());
      List<int[]> batches = new ArrayList<>();
      for (int from = 0; from < examples; from += batchSize) {
        int size = Math.min(batchSize, examples - from);
        if (size == batchSize || from == 0) {
          int[] batch = new int[size];
          System.arraycopy(order, from, batch, 0, size);
          batches.add(batch);
        }
      }
      return batches;
    };
  }

  private static int[] permutation(int n, SplittableRandom random) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
