package org.lammstream.evaluation.stored;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Cell;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.Forgetting;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.SeenTests;
import org.lammstream.store.TestPixels;
import org.lammstream.store.TestSet;

/**
 * What made-up versions see of test images whose prompts change the image tower: every version
 * blurs every image in another way. The oracle of all that is measured with such versions: plain
 * evaluation of test sets that have these features.
 */
final class OwnSight {
  private static final double BLUR = 0.25;

  private final Set<Integer> untouched;
  private final Map<Integer, SeenTests> seen = new HashMap<>();

  /** Of all versions but these, which leave the image tower as it is. */
  OwnSight(Integer... untouched) {
    this.untouched = Set.of(untouched);
  }

  boolean isOf(int number) {
    return !untouched.contains(number);
  }

  /** Looks at the test sets of a branch. */
  PromptedTests see(int number, List<TestSet> sets) {
    Random random = new Random(number);
    int dimension = sets.get(0).dimension();
    List<float[]> features = new ArrayList<>();
    for (TestSet set : sets) {
      features.add(blurred(set.features(), dimension, random));
    }
    return keep(number, new SeenTests(dimension, features), sets.get(sets.size() - 1));
  }

  private PromptedTests keep(int number, SeenTests tests, TestSet own) {
    seen.put(number, tests);
    TestPixels pixels = new TestPixels(1, new byte[3 * own.labels().size()]);
    return new PromptedTests(pixels, tests);
  }

  private static float[] blurred(float[] features, int dimension, Random random) {
    float[] other = features.clone();
    for (int from = 0; from < other.length; from += dimension) {
      double sum = 0;
      for (int i = from; i < from + dimension; i++) {
        other[i] += (float) (BLUR * random.nextGaussian());
        sum += (double) other[i] * other[i];
      }
      for (int i = from; i < from + dimension; i++) {
        other[i] /= (float) Math.sqrt(sum);
      }
    }
    return other;
  }

  /** What a version that forgot sees: as its parent does, with zeros where something is gone. */
  PromptedTests without(int number, int parent, List<TestSet> sets, Forgetting gone) {
    List<float[]> features = new ArrayList<>();
    for (int t = 0; t < sets.size(); t++) {
      TestSet set = sets.get(t);
      float[] left = of(parent).features().get(t).clone();
      for (int n = 0; n < set.labels().size(); n++) {
        if (gone.classes().contains(set.labels().get(n)) || gone.tasks().contains(set.task())) {
          Arrays.fill(left, n * set.dimension(), (n + 1) * set.dimension(), 0);
        }
      }
      features.add(left);
    }
    features.add(new float[0]);
    int dimension = sets.get(0).dimension();
    TestSet none = new TestSet("none", List.of(), List.of(), new float[0], dimension);
    return keep(number, new SeenTests(dimension, features), none);
  }

  SeenTests of(int number) {
    return Objects.requireNonNull(seen.get(number));
  }

  /** Test sets that have the features that a version sees, or their own if it has no own sight. */
  List<TestSet> as(int number, List<TestSet> sets) {
    if (!isOf(number)) {
      return sets;
    }
    return IntStream.range(0, sets.size())
        .mapToObj(t -> as(sets.get(t), of(number).features().get(t)))
        .toList();
  }

  static TestSet as(TestSet set, float[] features) {
    return new TestSet(set.task(), set.classes(), set.labels(), features, set.dimension());
  }

  /** The row of a version after these tasks, measured plainly. */
  List<Cell> row(int number, List<TestSet> sets, List<ClassEmbedding> classes) {
    return StoredEvaluation.evaluator(as(number, sets), classes)
        .row(sets.size(), VersionWeights.of(classes, Optional.empty(), sets.get(0).dimension()));
  }
}
