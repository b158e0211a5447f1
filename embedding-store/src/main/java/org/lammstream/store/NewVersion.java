package org.lammstream.store;

import java.util.List;

/**
 * What a task adds to its learner.
 *
 * @param version the version to commit; its number must be {@link EmbeddingStore#nextVersion}
 * @param testSet test features of the version's task
 * @param scores new cells of the accuracy matrix: the version's row, and the new column of earlier
 *     rows
 * @param examples of its task, in the order in which they were learned; none where unknown
 */
public record NewVersion(
    Version version, TestSet testSet, List<CellScore> scores, List<LearnedExample> examples) {

  /** Of a task whose examples nobody knows any more. */
  public NewVersion(Version version, TestSet testSet, List<CellScore> scores) {
    this(version, testSet, scores, List.of());
  }

  /** Copies the lists. */
  public NewVersion {
    scores = List.copyOf(scores);
    examples = List.copyOf(examples);
  }
}
