package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.stored.HistoryRows.Row;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.PrunedVersionException;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;

/**
 * How the versions of a branch see its test images. Most leave the image tower as it is: they see
 * what is in the test sets. Those whose prompts change it have features of their own, and only of
 * the tests up to themselves. Immutable; thread-safe as long as the store is open.
 */
final class Sight {
  private final EmbeddingStore store;
  private final List<TestSet> reported;
  private final List<Row> rows;

  /**
   * The sight of a branch.
   *
   * @param reported test sets of all its versions as they came
   */
  Sight(EmbeddingStore store, List<TestSet> reported, List<Row> rows) {
    this.store = store;
    this.reported = reported;
    this.rows = rows;
  }

  /** Whether a row's version sees images in its own way. */
  boolean isOwn(int row) {
    return rows.get(row - 1).state().promptedTests();
  }

  /**
   * How a row's version sees the tasks; empty if it did so in its own way and is pruned by now.
   *
   * @param all knows the tasks of these rows
   * @throws BrokenHistoryException when it has other tests than its branch
   */
  Optional<Evaluator> of(int row, Evaluator all) {
    VersionSummary version = rows.get(row - 1).state();
    return version.promptedTests()
        ? stored(version).map(seen -> all.seenBy(left(row, seen)))
        : Optional.of(all);
  }

  private Optional<SeenTests> stored(VersionSummary version) {
    return store.seenTests(version.learner(), version.number());
  }

  /**
   * What is left of the first tasks' test examples, as somebody sees them.
   *
   * @param seen tests of the branch, at least of these tasks
   * @throws BrokenHistoryException when they are others than those of the branch
   */
  List<float[]> left(int tasks, SeenTests seen) {
    List<float[]> images = new ArrayList<>();
    for (Row row : rows.subList(0, tasks)) {
      float[] whole = whole(row, seen);
      images.add(
          row.places().length == reported.get(row.at()).labels().size()
              ? whole
              : HistoryRows.select(whole, row.places(), seen.dimension()));
    }
    return images;
  }

  /**
   * The same of all tasks and the next one.
   *
   * @param seen tests of the branch and of the next task
   * @throws BrokenHistoryException when they are others
   */
  List<float[]> left(SeenTests seen, TestSet next) {
    List<float[]> images = new ArrayList<>(left(rows.size(), seen));
    images.add(whole(reported.size(), next, seen));
    return images;
  }

  /**
   * The test sets that the last version can see, as it sees them; empty where it leaves the image
   * tower as it is.
   *
   * @throws PrunedVersionException if it is pruned by now
   * @throws BrokenHistoryException when it has other tests than its branch
   */
  Optional<Map<TestSet, SeenTestSet>> whole(VersionSummary last) {
    if (!last.promptedTests()) {
      return Optional.empty();
    }
    SeenTests seen =
        stored(last)
            .orElseThrow(
                () ->
                    new PrunedVersionException(
                        "version %d of learner '%s' was pruned"
                            .formatted(last.number(), last.learner())));
    Map<TestSet, SeenTestSet> sets = new HashMap<>();
    for (Row row : rows) {
      sets.put(reported.get(row.at()), new SeenTestSet(whole(row, seen), row.places()));
    }
    return Optional.of(sets);
  }

  private float[] whole(Row row, SeenTests seen) {
    return whole(row.at(), reported.get(row.at()), seen);
  }

  private static float[] whole(int place, TestSet came, SeenTests seen) {
    if (seen.dimension() != came.dimension()
        || seen.features().size() <= place
        || seen.features().get(place).length != came.features().length) {
      throw new BrokenHistoryException(
          "the %d test examples of task '%s' are not what a version sees in their place"
              .formatted(came.labels().size(), came.task()));
    }
    return seen.features().get(place);
  }
}
