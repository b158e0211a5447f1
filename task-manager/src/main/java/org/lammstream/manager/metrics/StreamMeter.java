package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.gauge;

/** The way from the broker to the training thread. */
enum StreamMeter implements Described {
  LAG(
      gauge(
          "lamm.queue.lag",
          "records",
          "Records of the task topic at and behind the stored position, of partitions that this"
              + " worker reads.",
          "partition")),
  WAITING(
      gauge(
          "lamm.queue.waiting", "tasks", "Tasks that wait for the training thread or are on it.")),
  PARTITIONS(gauge("lamm.consumer.partitions", "partitions", "Partitions that this worker reads.")),
  STATE(
      gauge(
          "lamm.consumer.state", "", "1 for the state that the consumer is in, else 0.", "state"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  StreamMeter(MeterSpec spec) {
    this.spec = spec;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }
}
