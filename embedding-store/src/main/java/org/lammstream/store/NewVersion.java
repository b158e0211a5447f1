package org.lammstream.store;

import java.util.List;
import java.util.OptionalInt;

/**
 * What a task adds to its learner.
 *
 * @param version the version to commit; its number must be {@link EmbeddingStore#nextVersion}
 * @param testSet test features of the version's task
 * @param scores new cells of the accuracy matrix: the version's row, and the new column of earlier
 *     rows
 * @param supersedes number of the version whose place as {@link Aliases#CHAMPION} it takes, unless
 *     that is not the champion any more; empty to take nobody's: then the champion stays where it
 *     is, and where a learner has none, the parent becomes champion and goes on being served. A
 *     learner without champion and a version without parent need nothing here
 */
public record NewVersion(
    Version version, TestSet testSet, List<CellScore> scores, OptionalInt supersedes) {

  /** A version that takes its parent's place. */
  public NewVersion(Version version, TestSet testSet, List<CellScore> scores) {
    this(version, testSet, scores, version.parent());
  }

  /** Copies the list. */
  public NewVersion {
    scores = List.copyOf(scores);
  }
}
