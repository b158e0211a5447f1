package org.lammstream.manager.lamm;

/** Hears of an alignment's progress, on the thread that aligns. */
@FunctionalInterface
public interface AlignmentListener {

  /** Hears nothing. */
  AlignmentListener NONE = (epoch, epochs, loss) -> {};

  /**
   * Called after every epoch.
   *
   * @param epoch finished, from 1
   * @param epochs in all
   * @param loss mean over the epoch's steps
   */
  void onEpoch(int epoch, int epochs, double loss);
}
