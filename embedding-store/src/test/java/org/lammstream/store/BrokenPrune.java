package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

/** Test kit: pruning that breaks off again and again. */
final class BrokenPrune {
  private BrokenPrune() {}

  /** Breaks off before its second write; says whether there was none left. */
  static boolean isDoneWithOneWrite(
      Database database, String learner, int batchSize, PruneRule rule, Instant now) {
    int[] writes = {0};
    CommitProbe probe =
        new CommitProbe() {
          @Override
          public void beforeWrite() {
            if (writes[0]++ == 1) {
              throw new IllegalStateException("broken off");
            }
          }
        };
    try {
      new Pruner(database, probe, learner, batchSize).remove(rule, now);
      return true;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("broken off");
      return false;
    }
  }
}
