package org.lammstream.manager.api.topic;

import java.time.Instant;
import java.util.OptionalDouble;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.VersionCommitted;

/**
 * A version as the topic tells of it.
 *
 * @param event what was told
 * @param time when it was made
 */
record ToldVersion(VersionCommitted event, Instant time) {

  /** Mean over its tasks that have test examples. */
  OptionalDouble meanAccuracy() {
    return event.accuracies().stream()
        .filter(accuracy -> accuracy.total() > 0)
        .mapToDouble(accuracy -> (double) accuracy.correct() / accuracy.total())
        .average();
  }

  /** Test examples of its own task; 0 where none is told. */
  int testExamples() {
    return event.accuracies().stream()
        .filter(accuracy -> accuracy.task().equals(event.task()))
        .mapToInt(TaskAccuracy::total)
        .findFirst()
        .orElse(0);
  }

  /** The untouched checkpoint among the same classes; NaN where it is not told. */
  double zeroShot() {
    return event.metrics().getOrDefault(VersionCommitted.ZERO_SHOT_LAST_ACCURACY, Double.NaN);
  }
}
