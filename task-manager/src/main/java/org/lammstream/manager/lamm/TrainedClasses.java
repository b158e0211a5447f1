package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.lammstream.store.ClassEmbedding;

/** Chooses which old classes train along with a task's new ones. */
final class TrainedClasses {

  private TrainedClasses() {}

  /**
   * Indices of the known classes that train, ascending.
   *
   * @param newFeatures zero-shot text features of the new classes
   */
  static List<Integer> of(
      OldClasses policy, List<ClassEmbedding> known, List<float[]> newFeatures) {
    if (!(policy instanceof OldClasses.Regularized regularized)) {
      return List.of();
    }
    if (regularized.neighbours() >= known.size()) {
      return IntStream.range(0, known.size()).boxed().toList();
    }
    List<Integer> byNearness = new ArrayList<>();
    double[] nearness = new double[known.size()];
    for (int i = 0; i < nearness.length; i++) {
      float[] old = known.get(i).textFeature();
      nearness[i] = newFeatures.stream().mapToDouble(f -> dot(f, old)).max().orElse(-1);
      byNearness.add(i);
    }
    byNearness.sort(Comparator.comparingDouble((Integer i) -> -nearness[i]));
    return byNearness.subList(0, regularized.neighbours()).stream().sorted().toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
