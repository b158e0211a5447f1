package org.lammstream.manager.metrics;

import java.time.Duration;
import java.util.List;
import org.lammstream.manager.predict.PredictionListener;

/** Counts what the server of predictions tells. Thread-safe, quick, and never throws. */
final class PredictionMeters implements PredictionListener {
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

  PredictionMeters(Instruments instruments) {
    this.instruments = instruments;
    for (Input input : Input.values()) {
      count(input, 0);
      for (Outcome outcome : Outcome.values()) {
        instruments.timer(
            PredictMeter.LATENCY.spec(), BOUNDS, Names.tag(input), Names.tag(outcome));
      }
    }
    instruments.summary(PredictMeter.BATCH.spec(), BATCHES);
  }

  @Override
  public void answered(Input input, Outcome outcome, Duration took, int images) {
    instruments
        .timer(PredictMeter.LATENCY.spec(), BOUNDS, Names.tag(input), Names.tag(outcome))
        .record(took);
    if (outcome == Outcome.ANSWERED) {
      count(input, images);
    }
  }

  @Override
  public void encoded(int images) {
    instruments.summary(PredictMeter.BATCH.spec(), BATCHES).record(images);
  }

  private void count(Input input, int count) {
    instruments.counter(PredictMeter.IMAGES.spec(), Names.tag(input)).increment(count);
  }
}
