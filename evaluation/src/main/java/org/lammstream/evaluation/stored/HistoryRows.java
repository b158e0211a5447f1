package org.lammstream.evaluation.stored;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.store.Forgetting;
import org.lammstream.store.TestSet;
import org.lammstream.store.VersionSummary;

/**
 * Which version stands for which task, once classes have been forgotten: a task of which no class
 * is left counts no longer, and a version that forgot stands for the last task before it, in the
 * place of the version that learned the task.
 */
final class HistoryRows {

  private HistoryRows() {}

  /**
   * A row of the accuracy matrix, and the column of the same task.
   *
   * @param at place of the version that learned the task among all of the branch, from 0
   * @param learned the version that learned the task
   * @param state the version that stands for the learner after it
   * @param testSet of the task, without what has been forgotten since
   * @param places of its examples among those that the task came with
   * @param gone classes of {@code state} that have been forgotten since
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(
      int at,
      VersionSummary learned,
      VersionSummary state,
      TestSet testSet,
      int[] places,
      Set<String> gone) {

    /** Another version in the place of the one that learned the task. */
    private Row replaced(VersionSummary by, Set<String> forgotten) {
      return new Row(at, learned, by, testSet, places, forgotten);
    }
  }

  /**
   * The rows of a branch.
   *
   * @param lineage all its versions, from the first
   * @param testSets of the same versions
   */
  static List<Row> of(List<VersionSummary> lineage, List<TestSet> testSets) {
    Deque<Set<String>> goneAfter = new ArrayDeque<>();
    Deque<Set<String>> tasksGoneAfter = new ArrayDeque<>();
    Set<String> classes = new HashSet<>();
    Set<String> tasks = new HashSet<>();
    for (int i = lineage.size() - 1; i >= 0; i--) {
      goneAfter.push(Set.copyOf(classes));
      tasksGoneAfter.push(Set.copyOf(tasks));
      Optional<Forgetting> forgetting = lineage.get(i).forgetting();
      forgetting.ifPresent(
          what -> {
            classes.addAll(what.classes());
            tasks.addAll(what.tasks());
          });
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < lineage.size(); i++) {
      VersionSummary version = lineage.get(i);
      Set<String> gone = goneAfter.pop();
      boolean counts = !tasksGoneAfter.pop().contains(version.task());
      if (version.forgetting().isPresent()) {
        if (!rows.isEmpty()) {
          rows.add(rows.remove(rows.size() - 1).replaced(version, gone));
        }
        continue;
      }
      List<String> labels = testSets.get(i).labels();
      int[] places =
          IntStream.range(0, labels.size()).filter(n -> !gone.contains(labels.get(n))).toArray();
      TestSet left = without(testSets.get(i), places, gone);
      if (counts && !left.classes().isEmpty()) {
        rows.add(new Row(i, version, version, left, places, gone));
      }
    }
    return List.copyOf(rows);
  }

  private static TestSet without(TestSet tests, int[] places, Set<String> gone) {
    if (tests.classes().stream().noneMatch(gone::contains)) {
      return tests;
    }
    int d = tests.dimension();
    List<String> labels = Arrays.stream(places).mapToObj(tests.labels()::get).toList();
    float[] features = select(tests.features(), places, d);
    List<String> classes = tests.classes().stream().filter(name -> !gone.contains(name)).toList();
    return new TestSet(tests.task(), classes, labels, features, d);
  }

  /** Some of the examples. */
  static float[] select(float[] features, int[] places, int dimension) {
    float[] some = new float[places.length * dimension];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(features, places[i] * dimension, some, i * dimension, dimension);
    }
    return some;
  }
}
