package org.lammstream.manager.metrics;

import java.time.Duration;
import java.util.List;

/** What the server of predictions tells. Thread-safe, quick, and never throws. */
public final class PredictionMeters {
  private static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(1),
          Duration.ofMillis(2),
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(20),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(200),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));
  private static final double[] BATCHES = {1, 2, 4, 8, 16, 32};

  private final Instruments instruments;

  /** What a prediction is made from. */
  public enum Input {
    /** Image files. */
    IMAGE,
    /** Features that the client computed. */
    FEATURE
  }

  /** How a request ended. */
  public enum Outcome {
    /** With predictions. */
    ANSWERED,
    /** The request was at fault. */
    REFUSED,
    /** Too many others were waiting. */
    BUSY,
    /** The server was at fault. */
    FAILED
  }

  PredictionMeters(Instruments instruments) {
    this.instruments = instruments;
    for (Input input : Input.values()) {
      images(input, 0);
      for (Outcome outcome : Outcome.values()) {
        instruments.timer(
            PredictMeter.LATENCY.spec(), BOUNDS, Names.tag(input), Names.tag(outcome));
      }
    }
    instruments.summary(PredictMeter.BATCH.spec(), BATCHES);
  }

  /**
   * A request has been dealt with.
   *
   * @param latency from its arrival to its answer, waiting included
   * @param count images or features it was about
   */
  public void request(Input input, Outcome outcome, Duration latency, int count) {
    instruments
        .timer(PredictMeter.LATENCY.spec(), BOUNDS, Names.tag(input), Names.tag(outcome))
        .record(latency);
    if (outcome == Outcome.ANSWERED) {
      images(input, count);
    }
  }

  /** So many images went through the encoder together. */
  public void batch(int images) {
    instruments.summary(PredictMeter.BATCH.spec(), BATCHES).record(images);
  }

  private void images(Input input, int count) {
    instruments.counter(PredictMeter.IMAGES.spec(), Names.tag(input)).increment(count);
  }
}
