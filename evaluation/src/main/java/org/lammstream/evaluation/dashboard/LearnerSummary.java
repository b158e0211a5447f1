package org.lammstream.evaluation.dashboard;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A learner at a glance. Accuracies are fractions; they are of the head and the versions it goes
 * back to, and empty where no task had test examples.
 *
 * @param name of the learner
 * @param classes how many classes its head has
 * @param tasks how many tasks led to its head
 * @param head number of the version that the next task continues; empty before the first
 * @param champion number of the version that predictions come from; empty where nobody has that
 *     alias
 * @param lastAccuracy mean over all tasks, see {@code Metrics}
 * @param averageIncrementalAccuracy mean over all steps, see {@code Metrics}
 * @param forgetting mean over all tasks but the last, see {@code Metrics}
 * @param zeroShotLast the untouched checkpoint among the same classes
 * @param updatedAt when the newest version was made; empty before the first
 * @param running what is being learned now
 */
public record LearnerSummary(
    String name,
    int classes,
    int tasks,
    OptionalInt head,
    OptionalInt champion,
    OptionalDouble lastAccuracy,
    OptionalDouble averageIncrementalAccuracy,
    OptionalDouble forgetting,
    OptionalDouble zeroShotLast,
    Optional<Instant> updatedAt,
    Optional<RunningTask> running) {

  /** A learner of which nothing is known but its name and what it does now. */
  public static LearnerSummary empty(String name, Optional<RunningTask> running) {
    OptionalDouble unknown = OptionalDouble.empty();
    return new LearnerSummary(
        name,
        0,
        0,
        OptionalInt.empty(),
        OptionalInt.empty(),
        unknown,
        unknown,
        unknown,
        unknown,
        Optional.empty(),
        running);
  }

  /** The same learner, doing something else. */
  public LearnerSummary with(Optional<RunningTask> task) {
    return new LearnerSummary(
        name,
        classes,
        tasks,
        head,
        champion,
        lastAccuracy,
        averageIncrementalAccuracy,
        forgetting,
        zeroShotLast,
        updatedAt,
        task);
  }
}
