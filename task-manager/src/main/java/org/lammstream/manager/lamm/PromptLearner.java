package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.Map;
import org.lammstream.manager.clip.ClipModel;

/**
 * Fits prompts in front of a frozen CLIP: CoOp, MaPLe, LAMM, their compositions, and zero-shot.
 * Equal tasks give equal results on the same machine. Confined to one thread at a time, one
 * training per JVM; close it before the model.
 */
public final class PromptLearner implements AutoCloseable {

  private final ClipModel model;
  private final NDManager owner;

  /** A learner on a model, which stays the caller's. */
  public PromptLearner(ClipModel model) {
    this.model = model;
    this.owner = model.manager().newSubManager();
  }

  /**
   * Fits the prompts of a task.
   *
   * @throws ClassNameException for a class whose name cannot stand in a prompt
   * @throws IllegalArgumentException for images, a depth or a context that do not fit the model
   * @throws ArithmeticException if loss or parameters do not stay finite
   * @throws InterruptedException if the thread is interrupted between two steps
   */
  public FittedPrompts fit(PromptTask task, AlignmentListener listener)
      throws InterruptedException {
    PromptSettings settings = task.settings();
    PromptPlan plan = PromptPlan.of(model, task);
    try (PromptForward forward = new PromptForward(model, plan, settings.path())) {
      if (plan.start().tensors().isEmpty()) {
        return fitted(task, plan, forward, plan.start(), List.of());
      }
      checkFeatures(task);
      try (PromptRun run =
          new PromptRun(model, plan, forward, settings, task.shots(), plan.start())) {
        Optimisation optimisation = settings.optimisation();
        BatchOrder order =
            BatchOrder.shuffled(task.labels().length, optimisation.batchSize(), task.seed());
        List<Double> losses =
            TrainingLoop.run(
                order,
                optimisation.schedule(),
                listener,
                (batch, epoch, rate) ->
                    run.step(
                        images(task, batch, epoch), TrainingLoop.pick(task.labels(), batch), rate));
        return fitted(task, plan, forward, run.parameters(), losses);
      }
    }
  }

  /**
   * Checks a training without learning anything.
   *
   * @param names of all classes that it will meet
   * @throws ClassNameException for a name that has no tokens or overflows the context
   * @throws IllegalArgumentException for a depth or a context that do not fit the model
   */
  public void check(List<String> names, PromptMethod method, PromptSettings settings) {
    PromptContext context = PromptContext.of(model.tokenizer(), settings.context());
    PromptNames prompts = new PromptNames(model.tokenizer(), model.textTower(), context);
    prompts.plain(names);
    if (method.trainsLabels()) {
      prompts.labelled(names, settings.layout(), settings.tokens());
    }
    if (method.promptsImages()) {
      PromptPlan.checkDepth(model, settings);
    }
  }

  private void checkFeatures(PromptTask task) {
    if (task.images() instanceof PromptImages.Features features) {
      if (features.views().isEmpty()) {
        throw new IllegalArgumentException("there are no image features");
      }
      features.views().forEach(view -> checked(task, view));
    }
  }

  private float[] checked(PromptTask task, float[] view) {
    if (view.length != task.labels().length * model.dimension()) {
      throw new IllegalArgumentException(
          "the image features of a view are %d examples of %d numbers"
              .formatted(task.labels().length, model.dimension()));
    }
    return view;
  }

  private float[] images(PromptTask task, int[] batch, int epoch) {
    if (task.images() instanceof PromptImages.Features features) {
      List<float[]> views = features.views();
      return TrainingLoop.rows(views.get(epoch % views.size()), model.dimension(), batch);
    }
    if (task.images() instanceof PromptImages.FreshFeatures fresh) {
      float[] view = checked(task, fresh.source().epoch(epoch));
      return TrainingLoop.rows(view, model.dimension(), batch);
    }
    return ((PromptImages.Pixels) task.images()).source().batch(batch, epoch);
  }

  private FittedPrompts fitted(
      PromptTask task,
      PromptPlan plan,
      PromptForward forward,
      PromptParameters parameters,
      List<Double> losses) {
    Tensor context =
        task.method().trainsContext()
            ? parameters.tensor(PromptParameters.CONTEXT)
            : plan.context();
    try (NDManager scope = owner.newSubManager()) {
      List<float[]> features = PromptForward.rows(forward.text(arrays(scope, context, parameters)));
      return new FittedPrompts(
          task.method(),
          task.settings(),
          task.classes(),
          context,
          parameters,
          task.method().trainsLabels()
              ? plan.prompts().stream().map(ClassPrompt::vectors).toList()
              : List.of(),
          features,
          losses);
    }
  }

  /**
   * Text features of plain names behind the context that was fitted, and with the deep prompts.
   *
   * @param names any, those of the fitted classes included, whose label embeddings are left out
   * @return {@code d} numbers each, L2-normalised
   * @throws ClassNameException for a name that cannot stand in a prompt
   * @throws IllegalArgumentException if every fitted class has a context of its own
   */
  public List<float[]> textFeatures(FittedPrompts fitted, List<String> names) {
    if (fitted.settings().classSpecific()) {
      throw new IllegalArgumentException("other classes have no context where each has its own");
    }
    PromptNames prompts =
        new PromptNames(
            model.tokenizer(),
            model.textTower(),
            PromptContext.of(model.tokenizer(), fitted.settings().context()));
    PromptSheet sheet = prompts.plainSheet(prompts.plain(names), 1);
    try (PromptPath path = PromptForward.path(model, sheet, fitted.settings().path());
        NDManager scope = owner.newSubManager()) {
      Map<String, NDArray> arrays = arrays(scope, fitted.context(), fitted.parameters());
      return PromptForward.rows(
          path.features(PromptForward.context(arrays), PromptForward.deep(arrays, fitted.depth())));
    }
  }

  /**
   * Features of images, with the prompts of the image tower where the method has some.
   *
   * @param pixels {@code (n · 3 · size · size)}, normalised as the checkpoint wants them
   * @return {@code d} numbers each, L2-normalised
   * @throws IllegalArgumentException if the pixels are no whole images
   */
  public List<float[]> imageFeatures(FittedPrompts fitted, float[] pixels) {
    return new PromptedTower(model, fitted.imagePrompts()).features(pixels);
  }

  private static Map<String, NDArray> arrays(
      NDManager scope, Tensor context, PromptParameters parameters) {
    Map<String, NDArray> arrays = PromptForward.arrays(scope, parameters.tensors(), Map.of());
    arrays.computeIfAbsent(PromptParameters.CONTEXT, unused -> PromptForward.array(scope, context));
    return arrays;
  }

  @Override
  public void close() {
    owner.close();
  }
}
