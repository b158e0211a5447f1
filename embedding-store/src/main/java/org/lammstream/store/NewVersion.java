package org.lammstream.store;

import java.util.List;
import java.util.Optional;
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
 * @param examples of its task, in the order in which they were learned; none where unknown
 * @param prompted what it keeps of test images beside features, where its prompts change the image
 *     tower
 */
public record NewVersion(
    Version version,
    TestSet testSet,
    List<CellScore> scores,
    OptionalInt supersedes,
    List<LearnedExample> examples,
    Optional<PromptedTests> prompted) {

  /** A version that leaves the image tower as it is. */
  public NewVersion(
      Version version,
      TestSet testSet,
      List<CellScore> scores,
      OptionalInt supersedes,
      List<LearnedExample> examples) {
    this(version, testSet, scores, supersedes, examples, Optional.empty());
  }

  /** A version that takes its parent's place, of a task whose examples nobody knows any more. */
  public NewVersion(Version version, TestSet testSet, List<CellScore> scores) {
    this(version, testSet, scores, version.parent(), List.of());
  }

  /** A version that takes its parent's place. */
  public NewVersion(
      Version version, TestSet testSet, List<CellScore> scores, List<LearnedExample> examples) {
    this(version, testSet, scores, version.parent(), examples);
  }

  /** A version of a task whose examples nobody knows any more. */
  public NewVersion(
      Version version, TestSet testSet, List<CellScore> scores, OptionalInt supersedes) {
    this(version, testSet, scores, supersedes, List.of());
  }

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException for pixels or seen features of another task
   */
  public NewVersion {
    scores = List.copyOf(scores);
    examples = List.copyOf(examples);
    prompted.ifPresent(tests -> tests.check(testSet));
  }
}
