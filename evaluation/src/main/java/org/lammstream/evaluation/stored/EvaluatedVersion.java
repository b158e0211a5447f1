package org.lammstream.evaluation.stored;

import java.util.List;

/**
 * One row of a recomputed history.
 *
 * @param row 1, 2, …
 * @param number of the version
 * @param task that made it
 * @param newClasses classes that came with it, in task order
 * @param testExamples test examples of its task
 * @param sha256 digest of its label embeddings, lower-case hex
 * @param state whether its row was recomputed
 */
public record EvaluatedVersion(
    int row,
    int number,
    String task,
    List<String> newClasses,
    int testExamples,
    String sha256,
    State state) {

  /** What became of a row. */
  public enum State {
    /** Measured again. */
    RECOMPUTED,
    /** The version's embeddings are gone; its row is as it was reported. */
    PRUNED,
    /** Before the first version asked for; its row is as it was reported. */
    OUTSIDE
  }

  /** Takes its own copy. */
  public EvaluatedVersion {
    newClasses = List.copyOf(newClasses);
  }
}
