package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lammstream.store.ClassEmbedding;

/** Chooses which old classes train along with a task's own. */
final class TrainedClasses {

  private TrainedClasses() {}

  /**
   * Indices of the known classes that train, ascending.
   *
   * @param ofTask indexes of the known classes that are the task's own; they train in any case and
   *     are not among these
   * @param taskFeatures text features of the task's classes: of new ones zero-shot
   */
  static List<Integer> of(
      OldClasses policy,
      List<ClassEmbedding> known,
      Set<Integer> ofTask,
      List<float[]> taskFeatures) {
    if (!(policy instanceof OldClasses.Regularized regularized)) {
      return List.of();
    }
    List<Integer> byNearness =
        IntStream.range(0, known.size())
            .filter(i -> !ofTask.contains(i))
            .boxed()
            .collect(Collectors.toCollection(ArrayList::new));
    if (regularized.neighbours() >= byNearness.size()) {
      return byNearness;
    }
    double[] nearness = new double[known.size()];
    for (int i : byNearness) {
      float[] old = known.get(i).textFeature();
      nearness[i] = taskFeatures.stream().mapToDouble(f -> dot(f, old)).max().orElse(-1);
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
