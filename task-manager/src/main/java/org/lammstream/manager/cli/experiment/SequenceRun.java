package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.ShotSampler;
import org.lammstream.manager.lamm.AlignmentResult;
import org.lammstream.manager.lamm.AlignmentTask;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.worker.TaskSeed;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.SharedPrompts;
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
  private Optional<SharedPrompts> prompts = Optional.empty();

  /**
   * A run.
   *
   * @param images with the views that the variant asks for
   * @param variant the plan's
   * @param tasks in the plan's order
   */
  SequenceRun(
      LammLearner learner,
      EncodedImages images,
      RunPlan plan,
      Variant variant,
      List<PlannedTask> tasks) {
    this.learner = learner;
    this.images = images;
    this.plan = plan;
    this.tasks = tasks;
    this.configuration = variant.configuration();
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
    boolean joint = plan.entrant().joint();
    List<String> fresh = tasks.get(step).classes();
    List<String> classes =
        joint
            ? tasks.subList(0, step + 1).stream().flatMap(task -> task.classes().stream()).toList()
            : fresh;
    AlignmentTask task =
        joint
            ? task(List.of(), classes, Optional.empty(), Optional.empty(), step)
            : task(known, classes, visual, prompts, step);
    long began = System.nanoTime();
    AlignmentResult result = learner.align(task, (epoch, of, loss) -> {});
    seconds.add((System.nanoTime() - began) / 1e9);
    known = result.classes();
    visual = result.visual();
    prompts = result.prompts();
    weights.add(VersionWeights.of(known, visual, images.dimension()));
  }

  private AlignmentTask task(
      List<ClassEmbedding> before,
      List<String> classes,
      Optional<VisualState> state,
      Optional<SharedPrompts> context,
      int step) {
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
        state,
        context);
  }

  private RunResult measured() {
    Map<String, float[]> zeroShot = new HashMap<>();
    known.forEach(entry -> zeroShot.put(entry.name(), entry.zeroShotTextFeature()));
    Evaluator evaluator =
        new Evaluator(
            tasks.stream()
                .map(
                    task ->
                        TaskTests.of(
                            task, zeroShot, name -> images.of(name).test(), images.dimension()))
                .toList());
    List<Cell> cells = new ArrayList<>(evaluator.zeroShotRow());
    for (int row = 1; row <= tasks.size(); row++) {
      cells.addAll(evaluator.row(row, weights.get(row - 1)));
    }
    AccuracyMatrix matrix =
        AccuracyMatrix.of(tasks.stream().map(PlannedTask::name).toList(), cells);
    return RunResult.of(
        plan,
        matrix,
        seconds,
        known.stream().mapToInt(StoredSize::of).average().orElse(0),
        visual.map(StoredSize::of).orElse(0) + prompts.map(StoredSize::of).orElse(0));
  }
}
