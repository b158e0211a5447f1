package org.lammstream.evaluation.dashboard;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.evaluation.AccuracyMatrix;

/**
 * What a source knows of a learner, from which all else follows.
 *
 * @param name of the learner
 * @param head number of the version that the next task continues; empty before the first
 * @param aliases numbers by name
 * @param tasks that led to the head, in order
 * @param matrix of these tasks; empty before the first. Cells may be missing, such as those above
 *     the diagonal, which the results topic does not tell
 * @param zeroShot per task, the untouched checkpoint; no entries where unknown
 * @param versions all there are, on whatever branch, by number
 * @param running what is being learned now
 */
public record LearnerFacts(
    String name,
    OptionalInt head,
    Map<String, Integer> aliases,
    List<TaskEntry> tasks,
    Optional<AccuracyMatrix> matrix,
    List<Double> zeroShot,
    List<VersionEntry> versions,
    Optional<RunningTask> running) {

  /**
   * Copies the collections.
   *
   * @throws IllegalArgumentException if the matrix is not of these tasks
   */
  public LearnerFacts {
    aliases = Map.copyOf(aliases);
    tasks = List.copyOf(tasks);
    zeroShot = List.copyOf(zeroShot);
    versions = List.copyOf(versions);
    if (tasks.size() != matrix.map(AccuracyMatrix::size).orElse(0)) {
      throw new IllegalArgumentException(
          "a matrix of other tasks than the %d of learner '%s'".formatted(tasks.size(), name));
    }
  }
}
