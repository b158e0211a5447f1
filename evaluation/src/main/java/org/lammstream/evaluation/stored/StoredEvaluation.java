package org.lammstream.evaluation.stored;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.TaskTest;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.TestSet;

/** Between the store's records and evaluation's. */
public final class StoredEvaluation {

  private StoredEvaluation() {}

  /**
   * The evaluator of a learner's tasks.
   *
   * @param testSets of all tasks so far, in task order
   * @param latest the classes of the last version, which hold every class's zero-shot feature
   * @throws IllegalArgumentException when a task has a class that the version does not know
   */
  public static Evaluator evaluator(List<TestSet> testSets, List<ClassEmbedding> latest) {
    Map<String, float[]> zeroShot = new HashMap<>();
    latest.forEach(entry -> zeroShot.put(entry.name(), entry.zeroShotTextFeature()));
    return new Evaluator(testSets.stream().map(set -> test(set, zeroShot)).toList());
  }

  private static TaskTest test(TestSet set, Map<String, float[]> zeroShot) {
    float[] features = new float[set.classes().size() * set.dimension()];
    for (int c = 0; c < set.classes().size(); c++) {
      String name = set.classes().get(c);
      float[] feature = zeroShot.get(name);
      if (feature == null) {
        throw new IllegalArgumentException(
            "class '%s' of task '%s' is not in the version".formatted(name, set.task()));
      }
      copy(feature, features, c, set.dimension());
    }
    return new TaskTest(
        set.task(), set.classes(), features, set.labels(), set.features(), set.dimension());
  }

  private static void copy(float[] feature, float[] features, int row, int dimension) {
    if (feature.length != dimension) {
      throw new IllegalArgumentException(
          "a text feature of dimension %d among test features of dimension %d"
              .formatted(feature.length, dimension));
    }
    System.arraycopy(feature, 0, features, row * dimension, dimension);
  }
}
