package org.lammstream.manager.predict;

import java.time.Duration;

/** Hears what predictions cost. Called on the threads of predictions; must be quick. */
public interface PredictionListener {
  /** Hears nothing. */
  PredictionListener NONE = new PredictionListener() {};

  /** What a prediction is made from. */
  enum Input {
    /** Image files. */
    IMAGE,
    /** Features that the client computed. */
    FEATURE
  }

  /** How a request ended. */
  enum Outcome {
    /** With predictions. */
    ANSWERED,
    /** The request was at fault. */
    REFUSED,
    /** Too many others were waiting. */
    BUSY,
    /** The server was at fault. */
    FAILED
  }

  /** So many images went through the encoder together; each view of an image counts. */
  default void encoded(int images) {}

  /**
   * A request was dealt with.
   *
   * @param took from its arrival to its answer
   * @param images or features it was about; 0 unless it was answered
   */
  default void answered(Input input, Outcome outcome, Duration took, int images) {}
}
