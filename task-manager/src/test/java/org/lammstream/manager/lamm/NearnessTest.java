package org.lammstream.manager.lamm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lammstream.store.ClassEmbedding;

class NearnessTest {
  private static final int DIMENSION = 24;

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "3, 2, 2", "255, 10, 20", "256, 1, 256", "257, 3, 100", "5000, 10, 120"})
  void theNearestAreThoseThatSortingAllWouldFind(int classes, int ofTask, int count) {
    List<ClassEmbedding> known = RandomClasses.of(classes, DIMENSION, classes);
    List<float[]> task = RandomClasses.features(ofTask, DIMENSION, 99);
    assertThat(new Nearness(task).nearest(known, Set.of(), count))
        .isEqualTo(sorted(known, Set.of(), task).subList(0, count));
  }

  @Test
  void classesThatDifferByLessThanSinglePrecisionAreInTheirExactOrder() {
    List<float[]> task = RandomClasses.features(2, DIMENSION, 1);
    List<ClassEmbedding> known = new ArrayList<>(RandomClasses.of(700, DIMENSION, 2));
    for (int i = 0; i < 200; i++) { // one bit apart from the task's own
      float[] feature = task.get(i % 2).clone();
      feature[i % DIMENSION] = Math.nextUp(feature[i % DIMENSION]);
      known.set(3 * i, RandomClasses.entry("near " + i, feature));
    }
    for (int count : new int[] {1, 7, 150, 200, 300}) {
      assertThat(new Nearness(task).nearest(known, Set.of(), count))
          .isEqualTo(sorted(known, Set.of(), task).subList(0, count));
    }
  }

  @ParameterizedTest
  @CsvSource({"24, 100", "512, 100", "4096, 100"})
  void classesThatSinglePrecisionPutsIntoAnotherOrderAreInTheirExactOrder(
      int dimension, int count) {
    float[] own = RandomClasses.features(1, dimension, 8).get(0);
    List<float[]> noise = RandomClasses.features(400, dimension, 9);
    List<ClassEmbedding> known = new ArrayList<>();
    for (float[] other : noise) {
      float[] feature = own.clone();
      for (int i = 0; i < dimension; i++) {
        feature[i] += 1e-6f * other[i];
      }
      known.add(RandomClasses.entry("near " + known.size(), feature));
    }
    assertThat(new Nearness(List.of(own)).nearest(known, Set.of(), count))
        .isEqualTo(sorted(known, Set.of(), List.of(own)).subList(0, count));
  }

  @Test
  void equallyNearClassesComeInTheirOrder() {
    float[] feature = RandomClasses.features(1, DIMENSION, 3).get(0);
    List<ClassEmbedding> known =
        IntStream.range(0, 600).mapToObj(i -> RandomClasses.entry("twin " + i, feature)).toList();
    assertThat(new Nearness(List.of(feature)).nearest(known, Set.of(0, 2), 4))
        .containsExactly(1, 3, 4, 5);
  }

  @Test
  void excludedClassesAreNobodysNeighbours() {
    List<ClassEmbedding> known = RandomClasses.of(1000, DIMENSION, 4);
    List<float[]> task = RandomClasses.features(5, DIMENSION, 5);
    Set<Integer> nearest = Set.copyOf(new Nearness(task).nearest(known, Set.of(), 10));
    assertThat(new Nearness(task).nearest(known, nearest, 990))
        .doesNotContainAnyElementsOf(nearest)
        .isEqualTo(sorted(known, nearest, task));
  }

  @Test
  void theNumberOfThreadsChangesNothing() throws Exception {
    List<ClassEmbedding> known = RandomClasses.of(20_000, DIMENSION, 6);
    Nearness nearness = new Nearness(RandomClasses.features(10, DIMENSION, 7));
    List<Integer> expected = nearness.nearest(known, Set.of(), 500);
    for (int threads : new int[] {1, 2, 7}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      try {
        assertThat(pool.submit(() -> nearness.nearest(known, Set.of(), 500)).get())
            .isEqualTo(expected);
      } finally {
        pool.shutdown();
      }
    }
  }

  /** The obvious way. */
  private static List<Integer> sorted(
      List<ClassEmbedding> known, Set<Integer> excluded, List<float[]> task) {
    double[] nearness =
        known.stream()
            .mapToDouble(
                entry ->
                    task.stream().mapToDouble(f -> dot(f, entry.textFeature())).max().orElseThrow())
            .toArray();
    return IntStream.range(0, known.size())
        .filter(i -> !excluded.contains(i))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -nearness[i]))
        .toList();
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }
}
