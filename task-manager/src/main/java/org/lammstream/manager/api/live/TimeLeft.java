package org.lammstream.manager.api.live;

import java.util.Map;
import java.util.OptionalDouble;
import org.lammstream.manager.worker.Phase;

/**
 * How long a task will take: the phase under way at its present speed, the later ones as long as
 * they took the learner's last task. Immutable.
 *
 * @param lastSeconds by phase, of the learner's last task; empty where there was none
 */
record TimeLeft(Map<String, Double> lastSeconds) {

  TimeLeft {
    lastSeconds = Map.copyOf(lastSeconds);
  }

  /**
   * Estimates.
   *
   * @param elapsed seconds since the phase began
   * @return seconds; empty while there is nothing to go by
   */
  OptionalDouble estimate(Phase phase, int done, int total, double elapsed) {
    Double before = lastSeconds.get(phase.key());
    double left;
    if (done > 0) {
      left = elapsed * (total - done) / done;
    } else if (before != null) {
      left = Math.max(0, before - elapsed);
    } else {
      return OptionalDouble.empty();
    }
    for (Phase later : Phase.values()) {
      if (later.compareTo(phase) <= 0) {
        continue;
      }
      Double seconds = lastSeconds.get(later.key());
      if (seconds == null && later == Phase.ALIGN) {
        return OptionalDouble.empty(); // nearly all of the time, and nothing is known of it
      }
      left += seconds == null ? 0 : seconds;
    }
    return OptionalDouble.of(left);
  }
}
