package org.lammstream.manager.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.StoreStatistics;

/** Reads the store's statistics. What was read last stands while the store does not answer. */
final class StoreProbe implements Probe {
  private final EmbeddingStore store;
  private final Instruments instruments;
  private final Map<String, Long> keys = new ConcurrentHashMap<>();
  private volatile Optional<StoreStatistics> last = Optional.empty();
  private volatile boolean open;

  StoreProbe(EmbeddingStore store, Instruments instruments) {
    this.store = store;
    this.instruments = instruments;
    instruments.gauge(StoreMeter.OPEN, () -> open ? 1 : 0);
    for (StoreMeter meter : StoreMeter.values()) {
      switch (meter.spec().kind()) {
        case COUNTER -> instruments.counter(meter.spec(), () -> value(meter));
        default -> instruments.gauge(meter.spec(), () -> value(meter));
      }
    }
  }

  @Override
  public String name() {
    return "store";
  }

  /** Whether the store answered when it was last asked. */
  boolean isOpen() {
    return open;
  }

  @Override
  public void read() {
    open = false;
    StoreStatistics statistics = store.statistics();
    last = Optional.of(statistics);
    open = true;
    statistics.keys().forEach(this::keys);
  }

  private void keys(String family, long count) {
    if (keys.put(family, count) == null) {
      instruments.gauge(StoreMeter.KEYS, () -> keys.getOrDefault(family, 0L), family);
    }
  }

  private double value(StoreMeter meter) {
    return last.map(meter::value).orElse(0.0);
  }
}
