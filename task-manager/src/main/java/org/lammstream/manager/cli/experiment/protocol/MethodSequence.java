package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.Evaluator;
import org.lammstream.manager.cli.data.PlannedTask;
import org.lammstream.manager.cli.data.ShotSampler;
import org.lammstream.manager.cli.experiment.Laboratory;
import org.lammstream.manager.cli.experiment.RunPlan;
import org.lammstream.manager.cli.experiment.RunProgress;
import org.lammstream.manager.cli.experiment.RunResult;
import org.lammstream.manager.cli.experiment.Shots;
import org.lammstream.manager.cli.experiment.TaskTests;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.lamm.ContextStart;
import org.lammstream.manager.lamm.FittedPrompts;
import org.lammstream.manager.lamm.PromptImages;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptSettings;
import org.lammstream.manager.lamm.PromptTask;
import org.lammstream.manager.worker.TaskSeed;

/**
 * Learns one sequence of tasks with a prompt method. Where the method has prompts in the image
 * tower, all test images are encoded anew behind each task. Used once.
 */
final class MethodSequence {
  private final MethodEntrant entrant;
  private final RunPlan plan;
  private final List<PlannedTask> tasks;
  private final Laboratory laboratory;
  private final RunProgress progress;
  private final FrozenFeatures frozen;
  private final ExamplePixels pixels;
  private final Map<String, List<Example>> train;
  private final Map<String, List<Example>> test;
  private final int dimension;
  private int step;

  MethodSequence(
      MethodEntrant entrant,
      RunPlan plan,
      List<PlannedTask> tasks,
      Laboratory laboratory,
      RunProgress progress) {
    this.entrant = entrant;
    this.plan = plan;
    this.tasks = tasks;
    this.laboratory = laboratory;
    this.progress = progress;
    this.frozen = new FrozenFeatures(laboratory.model(), laboratory.output());
    this.pixels = new ExamplePixels(laboratory.model().preprocessor());
    this.train = byName(laboratory.data(), laboratory.data().train());
    this.test = byName(laboratory.data(), laboratory.data().test());
    this.dimension = laboratory.model().dimension();
  }

  private static Map<String, List<Example>> byName(DataSet data, List<Example> examples) {
    return examples.stream()
        .collect(Collectors.groupingBy(example -> data.classNames().get(example.label())));
  }

  RunResult run() throws IOException, InterruptedException {
    Map<String, float[]> untouched = untouched();
    List<Cell> cells = new ArrayList<>();
    List<Double> seconds = new ArrayList<>();
    List<String> known = new ArrayList<>();
    Optional<FittedPrompts> fitted = Optional.empty();
    Map<String, float[]> plain = plain();
    cells.addAll(evaluator(untouched, plain).zeroShotRow());
    for (step = 0; step < tasks.size(); step++) {
      known.addAll(tasks.get(step).classes());
      PromptTask task = task(List.copyOf(known), fitted);
      long began = System.nanoTime();
      FittedPrompts learned =
          laboratory
              .prompts()
              .fit(task, (epoch, epochs, loss) -> at((double) epoch / epochs, "training"));
      seconds.add((System.nanoTime() - began) / 1e9);
      fitted = Optional.of(learned);
      Map<String, float[]> images = entrant.method().promptsImages() ? prompted(learned) : plain;
      cells.addAll(
          evaluator(ahead(learned), images)
              .row(step + 1, new ClassWeights(known, flat(learned.textFeatures()), dimension)));
    }
    AccuracyMatrix matrix =
        AccuracyMatrix.of(tasks.stream().map(PlannedTask::name).toList(), cells);
    FittedPrompts last = fitted.orElseThrow();
    return RunResult.of(plan, matrix, seconds, bytesPerClass(last), last.sharedBytes());
  }

  private double bytesPerClass(FittedPrompts fitted) {
    return (double) fitted.labelBytes() / fitted.classes().size() + 4.0 * dimension;
  }

  private void at(double part, String what) {
    progress.at((step + part) / tasks.size(), what);
  }

  /** Text features of all classes behind the words, before anything was learned. */
  private Map<String, float[]> untouched() throws InterruptedException {
    List<String> all = tasks.stream().flatMap(task -> task.classes().stream()).toList();
    FittedPrompts words =
        laboratory
            .prompts()
            .fit(
                new PromptTask(
                    all,
                    new PromptImages.Features(List.of()),
                    new int[] {0},
                    PromptMethod.ZERO_SHOT,
                    words(),
                    plan.seed()),
                (epoch, epochs, loss) -> {});
    return byName(all, words.textFeatures());
  }

  /** Random vectors are no words, and say nothing before they are trained. */
  private PromptSettings words() {
    return entrant.settings().context() instanceof ContextStart.Random
        ? PromptSettings.published(PromptMethod.ZERO_SHOT)
        : entrant.settings();
  }

  /** Text features of the classes of later tasks, by their names behind the prompts as they are. */
  private Map<String, float[]> ahead(FittedPrompts learned) {
    List<String> later =
        tasks.subList(step + 1, tasks.size()).stream()
            .flatMap(task -> task.classes().stream())
            .toList();
    return later.isEmpty()
        ? Map.of()
        : byName(later, laboratory.prompts().textFeatures(learned, later));
  }

  private static Map<String, float[]> byName(List<String> names, List<float[]> features) {
    Map<String, float[]> all = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      all.put(names.get(i), features.get(i));
    }
    return all;
  }

  private PromptTask task(List<String> known, Optional<FittedPrompts> before) throws IOException {
    List<String> fresh = tasks.get(step).classes();
    ShotSampler sampler = new ShotSampler(plan.seed());
    List<Example> examples = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    int label = known.size() - fresh.size();
    for (String name : fresh) {
      List<Example> all = train.getOrDefault(name, List.of());
      int shots = plan.shots() == Shots.ALL ? all.size() : plan.shots();
      for (Example example : sampler.draw(name, all, shots)) {
        examples.add(example);
        labels.add(label);
      }
      label++;
    }
    TrainingImages images =
        new TrainingImages(
            laboratory.data().name(),
            entrant.views(),
            plan.seed(),
            entrant.settings().optimisation().epochs(),
            examples);
    return new PromptTask(
        known,
        images(images),
        labels.stream().mapToInt(Integer::intValue).toArray(),
        entrant.method(),
        entrant.settings(),
        TaskSeed.of(plan.seed(), "experiment", tasks.get(step).name()),
        before);
  }

  private PromptImages images(TrainingImages images) throws IOException {
    if (entrant.method() == PromptMethod.ZERO_SHOT) {
      return new PromptImages.Features(List.of());
    }
    if (entrant.method().promptsImages()) {
      return images.pixels(pixels);
    }
    long began = System.nanoTime();
    PromptImages features =
        images.features(frozen, part -> progress.at(part, "encoding training images"));
    progress.pass(System.nanoTime() - began);
    return features;
  }

  private Evaluator evaluator(Map<String, float[]> names, Map<String, float[]> images) {
    return new Evaluator(
        tasks.stream()
            .map(
                task ->
                    TaskTests.of(
                        task, names, name -> images.getOrDefault(name, new float[0]), dimension))
            .toList());
  }

  /** Features of the untouched tower by class. */
  private Map<String, float[]> plain() throws IOException {
    List<Example> all =
        tasks.stream()
            .flatMap(task -> task.classes().stream())
            .flatMap(name -> examples(name).stream())
            .toList();
    long began = System.nanoTime();
    float[] flat =
        frozen.kept(
            laboratory.data().name(),
            all,
            Optional.empty(),
            part -> progress.at(part, "encoding test images"));
    progress.pass(System.nanoTime() - began);
    Map<String, float[]> features = new HashMap<>();
    int at = 0;
    for (PlannedTask task : tasks) {
      for (String name : task.classes()) {
        int length = examples(name).size() * dimension;
        float[] own = new float[length];
        System.arraycopy(flat, at, own, 0, length);
        features.put(name, own);
        at += length;
      }
    }
    return features;
  }

  private List<Example> examples(String name) {
    return test.getOrDefault(name, List.of());
  }

  /** Features of all test images behind the prompts of the image tower, by class. */
  private Map<String, float[]> prompted(FittedPrompts fitted) {
    List<String> all = tasks.stream().flatMap(task -> task.classes().stream()).toList();
    PromptedImages images = new PromptedImages(laboratory.prompts(), pixels, dimension);
    Map<String, float[]> features = new HashMap<>();
    for (String name : all) {
      at(1, "encoding test images, %d of %d classes".formatted(features.size(), all.size()));
      features.put(name, images.features(fitted, examples(name), part -> {}));
    }
    return features;
  }

  private float[] flat(List<float[]> rows) {
    float[] flat = new float[rows.size() * dimension];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * dimension, dimension);
    }
    return flat;
  }
}
