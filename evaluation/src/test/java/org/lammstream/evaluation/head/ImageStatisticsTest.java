package org.lammstream.evaluation.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ImageStatisticsTest {
  private static final int DIMENSION = 24;
  private static final int TASKS = 10;
  private static final int CLASSES_PER_TASK = 3;
  private static final int SHOTS = 7;

  /** The examples of a task. */
  private record Task(List<String> labels, double[] features) {}

  static List<VisualHead> heads() {
    return List.of(
        new VisualHead.Prototype(), new VisualHead.Ridge(0.05), new VisualHead.Gaussian(0.1));
  }

  @ParameterizedTest
  @MethodSource("heads")
  void anyOrderOfTasksGivesTheSameHead(VisualHead head) {
    List<Task> tasks = tasks(new Random(1));
    ImageStatistics learned = learn(tasks);
    Map<String, double[]> expected = weights(head, learned);
    Random random = new Random(2);
    for (int order = 0; order < 100; order++) {
      Collections.shuffle(tasks, random);
      ImageStatistics other = learn(tasks);
      assertSame(weights(head, other), expected, 1e-6);
      assertThat(other.scatter()).containsExactly(learned.scatter(), within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void anUnlearnedTaskWasNeverThere(VisualHead head) {
    List<Task> tasks = tasks(new Random(3));
    for (int i = 0; i < TASKS; i++) {
      ImageStatistics unlearned =
          learn(tasks).minus(tasks.get(i).labels(), tasks.get(i).features());
      List<Task> others = new ArrayList<>(tasks);
      others.remove(i);
      ImageStatistics wanted = learn(others);
      assertSame(weights(head, unlearned), weights(head, wanted), 1e-8);
      assertThat(unlearned.scatter()).containsExactly(wanted.scatter(), within(1e-8));
    }
  }

  @ParameterizedTest
  @MethodSource("heads")
  void anUnlearnedExampleWasNeverThere(VisualHead head) {
    Task task = tasks(new Random(4)).get(0);
    int last = task.labels().size() - 1;
    double[] feature =
        Arrays.copyOfRange(task.features(), last * DIMENSION, task.features().length);
    ImageStatistics unlearned =
        learn(List.of(task)).minus(task.labels().subList(last, last + 1), feature);
    Task shorter =
        new Task(task.labels().subList(0, last), Arrays.copyOf(task.features(), last * DIMENSION));
    ImageStatistics wanted = learn(List.of(shorter));
    assertSame(weights(head, unlearned), weights(head, wanted), 1e-8);
    assertThat(unlearned.scatter()).containsExactly(wanted.scatter(), within(1e-8));
  }

  @Test
  void ridgeIsTheMinimumOfItsObjective() {
    ImageStatistics statistics = learn(tasks(new Random(5)));
    LinearHead head = new VisualHead.Ridge(0.05).of(statistics);
    double lambda = 0.05 * trace(statistics) / DIMENSION;
    // Gradient of the regularised squared error: (G + λ I) w - s = 0 for every class.
    double[][] gram = statistics.gramMatrix().get2DData();
    List<ClassSum> sums = new ArrayList<>(statistics.classes().values());
    for (int c = 0; c < sums.size(); c++) {
      for (int i = 0; i < DIMENSION; i++) {
        double gradient = lambda * head.weights()[c * DIMENSION + i] - sums.get(c).sum()[i];
        for (int j = 0; j < DIMENSION; j++) {
          gradient += gram[i][j] * head.weights()[c * DIMENSION + j];
        }
        assertThat(gradient).isCloseTo(0, within(1e-10));
      }
    }
  }

  @Test
  void theWithinCovarianceIsThatOfTheCentredFeatures() {
    List<Task> tasks = tasks(new Random(6));
    ImageStatistics statistics = learn(tasks);
    double[][] expected = new double[DIMENSION][DIMENSION];
    int count = 0;
    for (Task task : tasks) {
      for (int n = 0; n < task.labels().size(); n++) {
        String name = task.labels().get(n);
        double[] mean = Objects.requireNonNull(statistics.classes().get(name)).mean();
        for (int i = 0; i < DIMENSION; i++) {
          for (int j = 0; j < DIMENSION; j++) {
            expected[i][j] +=
                (task.features()[n * DIMENSION + i] - mean[i])
                    * (task.features()[n * DIMENSION + j] - mean[j]);
          }
        }
        count++;
      }
    }
    double[][] found = statistics.withinCovariance().get2DData();
    for (int i = 0; i < DIMENSION; i++) {
      for (int j = 0; j < DIMENSION; j++) {
        assertThat(found[i][j])
            .isCloseTo(expected[i][j] / (count - TASKS * CLASSES_PER_TASK), within(1e-12));
      }
    }
  }

  @Test
  void theScatterIsThatOfASumOverAllClassesAfterAnyAdditionsAndRemovals() {
    Random random = new Random(8);
    for (int order = 0; order < 100; order++) {
      List<Task> tasks = examples(tasks(new Random(order)));
      Collections.shuffle(tasks, random);
      ImageStatistics statistics = ImageStatistics.none(DIMENSION);
      List<Task> there = new ArrayList<>();
      for (Task task : tasks) {
        statistics = statistics.plus(task.labels(), task.features());
        there.add(task);
        if (random.nextInt(3) == 0) { // may be the last of its class
          Task gone = there.remove(random.nextInt(there.size()));
          statistics = statistics.minus(gone.labels(), gone.features());
        }
      }
      double[] expected = scatter(statistics);
      double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertThat(statistics.scatter()).containsExactly(expected, within(1e-9 * largest));
    }
  }

  /** As tasks of one to three examples, of any classes. */
  private static List<Task> examples(List<Task> tasks) {
    List<String> labels = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    for (Task task : tasks) {
      for (int n = 0; n < task.labels().size(); n++) {
        labels.add(task.labels().get(n));
        rows.add(Arrays.copyOfRange(task.features(), n * DIMENSION, (n + 1) * DIMENSION));
      }
    }
    List<Integer> order = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Collections.shuffle(order, new Random(rows.size()));
    List<Task> small = new ArrayList<>();
    for (int at = 0; at < order.size(); ) {
      List<Integer> some = order.subList(at, Math.min(order.size(), at + 1 + small.size() % 3));
      small.add(
          new Task(
              some.stream().map(labels::get).toList(),
              some.stream().map(rows::get).flatMapToDouble(Arrays::stream).toArray()));
      at += some.size();
    }
    return small;
  }

  /** {@code G - Σ_c n_c m_c m_cᵀ}. */
  private static double[] scatter(ImageStatistics statistics) {
    GramMatrix scatter = GramMatrix.of(DIMENSION, statistics.gram());
    statistics
        .classes()
        .values()
        .forEach(known -> scatter.add(known.mean(), 0, (double) -known.count()));
    return scatter.packed();
  }

  @Test
  void oneImageOfEachClassScattersNothing() {
    ImageStatistics statistics = ImageStatistics.none(DIMENSION);
    for (Task task : tasks(new Random(9))) {
      List<String> first = List.of(task.labels().get(0));
      statistics = statistics.plus(first, Arrays.copyOf(task.features(), DIMENSION));
    }
    assertThat(statistics.scatter()).containsOnly(0);
    assertThat(statistics.withinCovariance().data).containsOnly(0);
  }

  @Test
  void whatWasNotAddedCannotBeTaken() {
    Task task = tasks(new Random(7)).get(0);
    ImageStatistics none = ImageStatistics.none(DIMENSION);
    assertThatThrownBy(() -> none.minus(task.labels(), task.features()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fewer features");
  }

  @Test
  void featuresThatAreNotFiniteAreRefused() {
    double[] feature = new double[DIMENSION];
    feature[3] = Double.NaN;
    assertThatThrownBy(() -> ImageStatistics.none(DIMENSION).plus(List.of("a"), feature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not finite");
  }

  private static double trace(ImageStatistics statistics) {
    double[][] gram = statistics.gramMatrix().get2DData();
    double trace = 0;
    for (int i = 0; i < DIMENSION; i++) {
      trace += gram[i][i];
    }
    return trace;
  }

  private static ImageStatistics learn(List<Task> tasks) {
    ImageStatistics statistics = ImageStatistics.none(DIMENSION);
    for (Task task : tasks) {
      statistics = statistics.plus(task.labels(), task.features());
    }
    return statistics;
  }

  /** Weights and bias of each class. */
  private static Map<String, double[]> weights(VisualHead head, ImageStatistics statistics) {
    LinearHead linear = head.of(statistics);
    Map<String, double[]> weights = new TreeMap<>();
    for (int c = 0; c < linear.names().size(); c++) {
      double[] row = new double[DIMENSION + 1];
      System.arraycopy(linear.weights(), c * DIMENSION, row, 0, DIMENSION);
      row[DIMENSION] = linear.biases()[c];
      weights.put(linear.names().get(c), row);
    }
    return weights;
  }

  private static void assertSame(
      Map<String, double[]> found, Map<String, double[]> expected, double tolerance) {
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (name, weights) ->
            assertThat(weights).as(name).containsExactly(expected.get(name), within(tolerance)));
  }

  private static List<Task> tasks(Random random) {
    List<Task> tasks = new ArrayList<>();
    for (int t = 0; t < TASKS; t++) {
      List<String> labels = new ArrayList<>();
      double[] features = new double[CLASSES_PER_TASK * SHOTS * DIMENSION];
      int at = 0;
      for (int c = 0; c < CLASSES_PER_TASK; c++) {
        double[] mean = random.doubles(DIMENSION, 0, 1).toArray();
        for (int n = 0; n < SHOTS; n++) {
          labels.add("class " + t + "-" + c);
          at = unit(random, mean, features, at);
        }
      }
      tasks.add(new Task(labels, features));
    }
    return tasks;
  }

  private static int unit(Random random, double[] mean, double[] features, int start) {
    double squares = 0;
    for (int i = 0; i < DIMENSION; i++) {
      features[start + i] = mean[i] + 0.5 * random.nextGaussian();
      squares += features[start + i] * features[start + i];
    }
    for (int i = 0; i < DIMENSION; i++) {
      features[start + i] /= Math.sqrt(squares);
    }
    return start + DIMENSION;
  }
}
