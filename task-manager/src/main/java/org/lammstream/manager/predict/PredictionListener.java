package org.lammstream.manager.predict;

/** Hears what predictions cost. Called on the threads of predictions; must be quick. */
public interface PredictionListener {
  /** Hears nothing. */
  PredictionListener NONE = new PredictionListener() {};

  /** A batch of so many images was encoded within so many seconds. */
  default void encoded(int images, double seconds) {}

  /** A request for so many images was answered within so many seconds. */
  default void answered(int images, double seconds) {}
}
