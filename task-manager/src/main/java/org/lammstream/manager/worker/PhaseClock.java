package org.lammstream.manager.worker;

import java.util.LinkedHashMap;
import java.util.Map;

/** Measures the phases of one task. Confined to the training thread. */
final class PhaseClock {
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private long since = System.nanoTime();

  /** Ends a phase that began when the phase before it ended. */
  void end(Phase phase) {
    long now = System.nanoTime();
    seconds.put(phase.key(), (now - since) / 1e9);
    since = now;
  }

  /** Seconds by phase so far, a copy. */
  Map<String, Double> seconds() {
    return new LinkedHashMap<>(seconds);
  }
}
