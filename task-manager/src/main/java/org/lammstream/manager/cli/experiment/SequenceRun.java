package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.TaskTest;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.ShotSampler;
import org.lammstream.manager.lamm.AlignmentResult;
import org.lammstream.manager.lamm.AlignmentTask;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.worker.TaskSeed;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.StoredSize;
import org.lammstream.store.VisualState;

/** Learns one sequence of tasks as a worker would, in memory, and measures it. Used once. */
final class SequenceRun {
  private final LammLearner learner;
  private final EncodedImages images;
  private final RunPlan plan;
  private final List<PlannedTask> tasks;
  private final LearnerConfiguration configuration;
  private final List<ClassWeights> weights = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();
  private List<ClassEmbedding> known = List.of();
  private Optional<VisualState> visual = Optional.empty();

  /**
   * A run.
   *
   * @param images with the views that the plan's variant asks for
   * @param tasks in the plan's order
   */
  SequenceRun(LammLearner learner, EncodedImages images, RunPlan plan, List<PlannedTask> tasks) {
    this.learner = learner;
    this.images = images;
    this.plan = plan;
    this.tasks = tasks;
    this.configuration = plan.variant().configuration();
  }

  /** Runs; {@code progress} hears how many tasks are done. */
  RunResult run(IntConsumer progress) throws InterruptedException {
    for (int step = 0; step < tasks.size(); step++) {
      learn(step);
      progress.accept(step + 1);
    }
    return measured();
  }

  private void learn(int step) throws InterruptedException {
    boolean joint = plan.variant().joint();
    List<String> fresh = tasks.get(step).classes();
    List<String> classes =
        joint
            ? tasks.subList(0, step + 1).stream().flatMap(task -> task.classes().stream()).toList()
            : fresh;
    AlignmentTask task =
        task(joint ? List.of() : known, classes, joint ? Optional.empty() : visual, step);
    long began = System.nanoTime();
    AlignmentResult result = learner.align(task, (epoch, of, loss) -> {});
    seconds.add((System.nanoTime() - began) / 1e9);
    known = result.classes();
    visual = result.visual();
    weights.add(VersionWeights.of(known, visual, images.dimension()));
  }

  private AlignmentTask task(
      List<ClassEmbedding> before, List<String> classes, Optional<VisualState> state, int step) {
    int d = images.dimension();
    ShotSampler sampler = new ShotSampler(plan.seed());
    List<float[]> features = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      float[] train = images.of(classes.get(label)).train();
      int count = train.length / d;
      List<Integer> all = IntStream.range(0, count).boxed().toList();
      int shots = plan.shots() == 0 ? count : plan.shots();
      for (int index : sampler.draw(classes.get(label), all, shots)) {
        features.add(Arrays.copyOfRange(train, index * d, (index + 1) * d));
        labels.add(label);
      }
    }
    float[] flat = new float[features.size() * d];
    for (int i = 0; i < features.size(); i++) {
      System.arraycopy(features.get(i), 0, flat, i * d, d);
    }
    return new AlignmentTask(
        before,
        classes,
        flat,
        labels.stream().mapToInt(Integer::intValue).toArray(),
        configuration,
        TaskSeed.of(plan.seed(), "experiment", tasks.get(step).name()),
        state);
  }

  private RunResult measured() {
    Map<String, float[]> zeroShot = new HashMap<>();
    known.forEach(entry -> zeroShot.put(entry.name(), entry.zeroShotTextFeature()));
    Evaluator evaluator = new Evaluator(tasks.stream().map(task -> test(task, zeroShot)).toList());
    List<Cell> cells = new ArrayList<>(evaluator.zeroShotRow());
    for (int row = 1; row <= tasks.size(); row++) {
      cells.addAll(evaluator.row(row, weights.get(row - 1)));
    }
    AccuracyMatrix matrix =
        AccuracyMatrix.of(tasks.stream().map(PlannedTask::name).toList(), cells);
    return new RunResult(
        plan.variant().name(),
        new TreeMap<>(configuration.toMap()),
        plan.variant().joint(),
        plan.order(),
        plan.seed(),
        plan.shots(),
        matrix.tasks(),
        rows(matrix),
        Metrics.of(matrix).toMap(),
        harmonicMean(matrix),
        List.copyOf(seconds),
        known.stream().mapToInt(StoredSize::of).average().orElse(0),
        visual.map(StoredSize::of).orElse(0));
  }

  private TaskTest test(PlannedTask task, Map<String, float[]> zeroShot) {
    int d = images.dimension();
    List<String> labels = new ArrayList<>();
    float[] names = new float[task.classes().size() * d];
    int total = task.classes().stream().mapToInt(name -> images.of(name).test().length).sum();
    float[] features = new float[total];
    int at = 0;
    for (int c = 0; c < task.classes().size(); c++) {
      String name = task.classes().get(c);
      System.arraycopy(zeroShot.getOrDefault(name, new float[d]), 0, names, c * d, d);
      float[] test = images.of(name).test();
      System.arraycopy(test, 0, features, at, test.length);
      at += test.length;
      for (int n = 0; n < test.length / d; n++) {
        labels.add(name);
      }
    }
    return new TaskTest(task.name(), task.classes(), names, labels, features, d);
  }

  private static List<List<Double>> rows(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(0, matrix.size())
        .mapToObj(
            row ->
                IntStream.rangeClosed(1, matrix.size())
                    .mapToObj(column -> matrix.accuracy(row, column))
                    .toList())
        .toList();
  }

  private static double harmonicMean(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(2, matrix.size())
        .mapToDouble(
            row -> {
              double old =
                  IntStream.range(1, row)
                      .mapToDouble(column -> matrix.accuracy(row, column))
                      .average()
                      .orElse(0);
              double fresh = matrix.accuracy(row, row);
              return old + fresh == 0 ? 0 : 2 * old * fresh / (old + fresh);
            })
        .average()
        .orElse(Double.NaN);
  }
}
