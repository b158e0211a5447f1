package org.lammstream.manager.clip.pretraining;

/** Told of the progress on the training thread. */
@FunctionalInterface
public interface PretrainingListener {

  /**
   * After every step.
   *
   * @param step from 1
   * @param steps in all
   * @param loss of this step's batch
   */
  void onStep(int step, int steps, double loss);
}
