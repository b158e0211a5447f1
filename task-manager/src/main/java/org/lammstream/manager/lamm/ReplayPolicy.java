package org.lammstream.manager.lamm;

/** What stands for images that are no longer there while a task is learned. */
public sealed interface ReplayPolicy {

  /** The mean image feature of each old class, all of them at every step. */
  record Prototypes() implements ReplayPolicy {}

  /**
   * Draws from the Gaussians of a learner with a head; one without has prototypes.
   *
   * @param draws per step, at least 1
   * @param all from all classes, new ones included, rather than from old ones only
   */
  record Gaussian(int draws, boolean all) implements ReplayPolicy {}
}
