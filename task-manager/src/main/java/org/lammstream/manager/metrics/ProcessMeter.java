package org.lammstream.manager.metrics;

import static org.lammstream.manager.metrics.MeterSpec.counter;
import static org.lammstream.manager.metrics.MeterSpec.gauge;

/** The process as a whole. */
enum ProcessMeter implements Described {
  BUILD(gauge("lamm.build", "", "Always 1; the tag names the build.", "version")),
  READY(gauge("lamm.ready", "", "1 while the store answers and the consumer runs, else 0.")),
  RESIDENT(
      gauge(
          "lamm.memory.resident",
          "bytes",
          "Physical memory of the process, heap and native (Linux; 0 elsewhere).")),
  RESIDENT_PEAK(
      gauge("lamm.memory.resident.peak", "bytes", "The most that was (Linux; 0 elsewhere).")),
  NATIVE(
      gauge(
          "lamm.memory.native",
          "bytes",
          "Physical memory less the committed heap: tensors, RocksDB, code, threads (Linux; 0"
              + " elsewhere).")),
  ARRAYS(
      gauge(
          "lamm.ndarrays.alive",
          "",
          "Tensors that the managers of the model hold, weights included.")),
  PROBE_FAILURES(
      counter(
          "lamm.metrics.failures",
          "",
          "Readings for these metrics that failed, since the start.",
          "probe"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts and List.of
  private final MeterSpec spec;

  ProcessMeter(MeterSpec spec) {
    this.spec = spec;
  }

  @Override
  public MeterSpec spec() {
    return spec;
  }
}
