package org.lammstream.manager.cli.experiment.protocol;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.lammstream.evaluation.Classification;
import org.lammstream.manager.cli.experiment.RunProgress;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.datasets.DataSet;
import org.lammstream.manager.datasets.Example;
import org.lammstream.manager.lamm.FittedPrompts;
import org.lammstream.manager.lamm.PromptImages;
import org.lammstream.manager.lamm.PromptLearner;
import org.lammstream.manager.lamm.PromptMethod;
import org.lammstream.manager.lamm.PromptTask;

/** Fits a method to the images of a plan and puts it to the exams. For one thread. */
final class ProtocolRun {
  private final ClipModel model;
  private final PromptLearner learner;
  private final FrozenFeatures frozen;
  private final ExamplePixels pixels;
  private final RunProgress progress;

  /** Runs on a model, one after the other. */
  ProtocolRun(ClipModel model, PromptLearner learner, FrozenFeatures frozen, RunProgress progress) {
    this.model = model;
    this.learner = learner;
    this.frozen = frozen;
    this.pixels = new ExamplePixels(model.preprocessor());
    this.progress = progress;
  }

  /**
   * Makes one run.
   *
   * @param derived adds accuracies that follow from others
   */
  ProtocolResult of(String protocol, ProtocolPlan plan, UnaryOperator<Map<String, Double>> derived)
      throws IOException, InterruptedException {
    boolean trains = plan.method() != PromptMethod.ZERO_SHOT;
    List<Example> examples = trains ? plan.sample().train() : List.of();
    long began = System.nanoTime();
    Optional<FittedPrompts> fitted = Optional.empty();
    if (trains) {
      PromptImages images = images(plan, examples);
      began = System.nanoTime();
      fitted = Optional.of(fit(plan, examples, images));
    }
    long trained = System.nanoTime();
    Map<String, Double> accuracies = new TreeMap<>();
    for (Exam exam : plan.trial().exams()) {
      accuracies.put(exam.name(), accuracy(plan, fitted, exam));
    }
    return new ProtocolResult(
        protocol,
        plan.trial().dataset(),
        plan.method().key(),
        plan.shots(),
        plan.seed(),
        plan.settingsByName(),
        plan.trial().training().classNames().size(),
        examples.size(),
        derived.apply(accuracies),
        fitted.map(FittedPrompts::epochLosses).orElse(List.of()),
        (trained - began) / 1e9,
        (System.nanoTime() - trained) / 1e9,
        model.sha256());
  }

  private PromptImages images(ProtocolPlan plan, List<Example> examples) throws IOException {
    TrainingImages images =
        new TrainingImages(
            plan.trial().training().name(),
            plan.views(),
            plan.seed(),
            plan.settings().optimisation().epochs(),
            examples);
    if (plan.method().promptsImages()) {
      return images.pixels(pixels);
    }
    long began = System.nanoTime();
    PromptImages features =
        images.features(frozen, part -> progress.at(part, "encoding training images"));
    progress.pass(System.nanoTime() - began);
    return features;
  }

  private FittedPrompts fit(ProtocolPlan plan, List<Example> examples, PromptImages images)
      throws InterruptedException {
    DataSet data = plan.trial().training();
    PromptTask task =
        new PromptTask(
            data.classNames(),
            images,
            examples.stream().mapToInt(Example::label).toArray(),
            plan.method(),
            plan.settings(),
            plan.seed());
    progress.at(0, "training");
    return learner.fit(
        task,
        (epoch, epochs, loss) ->
            progress.at((double) epoch / epochs, "epoch %d of %d".formatted(epoch, epochs)));
  }

  private double accuracy(ProtocolPlan plan, Optional<FittedPrompts> fitted, Exam exam)
      throws IOException {
    String words = "encoding test images" + (exam.name().equals("test") ? "" : ", " + exam.name());
    float[] images =
        plan.method().promptsImages()
            ? new PromptedImages(learner, pixels, model.dimension())
                .features(fitted.orElseThrow(), exam.images(), part -> progress.at(part, words))
            : kept(exam, words);
    Classification classes = new Classification(texts(plan, fitted, exam), model.dimension());
    int[] labels = exam.images().stream().mapToInt(Example::label).toArray();
    return (double) classes.countCorrect(images, labels, exam.candidates().size()) / labels.length;
  }

  private float[] kept(Exam exam, String words) throws IOException {
    long began = System.nanoTime();
    float[] features =
        frozen.kept(
            exam.collection(), exam.images(), Optional.empty(), part -> progress.at(part, words));
    progress.pass(System.nanoTime() - began);
    return features;
  }

  /** Text features of an exam's classes. */
  private float[] texts(ProtocolPlan plan, Optional<FittedPrompts> fitted, Exam exam) {
    List<float[]> features;
    if (exam.candidates() instanceof Exam.Unseen unseen) {
      features =
          fitted
              .map(prompts -> learner.textFeatures(prompts, unseen.names()))
              .orElseGet(() -> zeroShot(plan, unseen.names()));
    } else {
      List<float[]> all =
          fitted
              .map(FittedPrompts::textFeatures)
              .orElseGet(() -> zeroShot(plan, plan.trial().training().classNames()));
      features =
          Arrays.stream(((Exam.Learned) exam.candidates()).labels()).mapToObj(all::get).toList();
    }
    return flat(features);
  }

  private List<float[]> zeroShot(ProtocolPlan plan, List<String> names) {
    return List.of(
        model.encodeTexts(
            names.stream()
                .map(name -> plan.trial().prompt().replace("{}", name.replace('_', ' ')))
                .toList()));
  }

  private float[] flat(List<float[]> rows) {
    int d = model.dimension();
    float[] flat = new float[rows.size() * d];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, i * d, d);
    }
    return flat;
  }
}
