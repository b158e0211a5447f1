package org.lammstream.manager.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.lammstream.store.EmbeddingStore;

/**
 * Reads learners from the store: those that have a new head, and the aliases of all. The meters
 * themselves may be read by any thread at any time.
 */
final class LearnerProbe implements Probe {
  private final EmbeddingStore store;
  private final Instruments instruments;
  private final LearnerTags tags;
  private final Map<String, Reading> readings = new ConcurrentHashMap<>();
  private volatile int count;

  LearnerProbe(EmbeddingStore store, Instruments instruments, LearnerTags tags) {
    this.store = store;
    this.instruments = instruments;
    this.tags = tags;
    instruments.gauge(LearnerMeter.LEARNERS.spec(), () -> count);
  }

  @Override
  public String name() {
    return "learners";
  }

  @Override
  public void read() {
    Set<String> learners = store.learners();
    count = learners.size();
    for (String learner : learners) {
      if (store.head(learner).isPresent() && tags.admit(learner)) {
        Stamp now = Stamp.of(store, learner);
        Reading known = readings.get(learner);
        if (known == null || !known.stamp().equals(now)) {
          readings.put(learner, new Reading(now, LearnerReading.of(store, learner)));
        }
        if (known == null) {
          register(learner);
        }
      }
    }
  }

  private void register(String learner) {
    for (LearnerMeter meter : LearnerMeter.values()) {
      if (!meter.spec().tags().isEmpty()) {
        instruments.gauge(meter.spec(), () -> value(learner, meter), learner);
      }
    }
  }

  private double value(String learner, LearnerMeter meter) {
    Reading reading = readings.get(learner);
    return reading == null ? Double.NaN : reading.values().value(meter);
  }

  /** Whether any number of a learner can have changed; cheap to ask. */
  private record Stamp(int head, int next, Map<String, Integer> aliases) {
    static Stamp of(EmbeddingStore store, String learner) {
      return new Stamp(
          store.head(learner).orElse(0), store.nextVersion(learner), store.aliases(learner));
    }
  }

  private record Reading(Stamp stamp, LearnerReading values) {}
}
