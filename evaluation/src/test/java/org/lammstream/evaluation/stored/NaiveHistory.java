package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lammstream.evaluation.analysis.LostPoints.Cause;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/**
 * The analyses once more, by their definitions: every version whole in memory, every example by
 * itself, classes by name. Shares no code with them.
 */
final class NaiveHistory {

  private final List<Version> versions = new ArrayList<>();
  private final List<TestSet> tests;
  private final Map<Integer, SeenTests> seen = new HashMap<>();

  /** A history without branches or pruned versions, up to {@code last}. */
  NaiveHistory(EmbeddingStore store, String learner, int last) {
    for (int number = 1; number <= last; number++) {
      int row = number;
      versions.add(store.version(learner, number));
      store.seenTests(learner, number).ifPresent(own -> seen.put(row, own));
    }
    tests = store.testSets(learner, last);
  }

  int rows() {
    return versions.size();
  }

  Version version(int row) {
    return versions.get(row - 1);
  }

  TestSet tests(int task) {
    return tests.get(task - 1);
  }

  /** One example as a row's version sees it. */
  float[] image(int row, int task, int example) {
    TestSet set = tests(task);
    SeenTests own = seen.get(row);
    return Naive.image(own == null ? set : OwnSight.as(set, own.features().get(task - 1)), example);
  }

  /** What a row's version says about one example, among all its classes. */
  String predicted(int row, int task, int example) {
    return Naive.predict(image(row, task, example), version(row));
  }

  boolean right(int row, int task, int example) {
    return predicted(row, task, example).equals(tests(task).labels().get(example));
  }

  int taskOf(String name) {
    for (int task = 1; task <= tests.size(); task++) {
      if (tests(task).classes().contains(name)) {
        return task;
      }
    }
    throw new IllegalArgumentException(name);
  }

  /** Correct predictions of one class's own examples. */
  int correct(int row, String name) {
    int task = taskOf(name);
    int count = 0;
    for (int n = 0; n < tests(task).labels().size(); n++) {
      if (tests(task).labels().get(n).equals(name) && right(row, task, n)) {
        count++;
      }
    }
    return count;
  }

  /** Why an example that was right in a row is wrong in the last. */
  Cause cause(int reference, int task, int example) {
    float[] image = image(rows(), task, example);
    String own = tests(task).labels().get(example);
    List<String> known = version(reference).classes().stream().map(ClassEmbedding::name).toList();
    Map<String, float[]> now = Naive.textFeatures(version(rows()));
    Map<String, Float> scores = new HashMap<>();
    known.forEach(name -> scores.put(name, Naive.score(image, name, now)));
    if (Naive.best(known, scores).equals(own)) {
      return Cause.NEW_CLASS;
    }
    Map<String, float[]> then = Naive.textFeatures(version(reference));
    scores.put(own, Naive.score(image(reference, task, example), own, then));
    return Naive.best(known, scores).equals(own) ? Cause.OWN_FEATURE : Cause.OTHER_FEATURE;
  }
}
