package org.lammstream.store;

import java.util.List;

/**
 * What a task adds to its learner.
 *
 * @param version the version to commit; its number must be {@link EmbeddingStore#nextVersion}
 * @param testSet test features of the version's task
 * @param scores new cells of the accuracy matrix: the version's row, and the new column of earlier
 *     rows
 */
public record NewVersion(Version version, TestSet testSet, List<CellScore> scores) {

  /** Copies the list. */
  public NewVersion {
    scores = List.copyOf(scores);
  }
}
