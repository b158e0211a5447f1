package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.counter;
import static org.lammstream.manager.metrics.MeterSpec.summary;
import static org.lammstream.manager.metrics.MeterSpec.timer;

/** Predictions over HTTP. */
enum PredictMeter implements Described {
  LATENCY(
      timer(
          "lamm.predict.latency",
          "From the request to its predictions, waiting included.",
          "input",
          "outcome")),
  IMAGES(
      counter(
          "lamm.predict.images",
          "images",
          "Images and features that predictions were made for since the start.",
          "input")),
  BATCH(
      summary(
          "lamm.predict.batch",
          "images",
          "Images that one pass through the image encoder took together; each view of an image"
              + " counts."));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  PredictMeter(MeterSpec spec) {
    this.spec = spec;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }
}
