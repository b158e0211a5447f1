package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.Prototypes.Prototype;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;

/**
 * Appends new classes to a learner: initialises their label embeddings from their names and aligns
 * them to images with the hierarchical loss, holding old classes as configured. Known classes of
 * which a task has further images are aligned again from where they stand, held to where they stood
 * by the same loss.
 *
 * <p>Where the method trains a context of all classes, it starts from the context of the version
 * before; every text feature is then computed anew, those of classes included that take no part in
 * the training, while label embeddings, zero-shot features and image sums move only where they
 * trained.
 *
 * <p>Not thread-safe, and the engine allows one alignment at a time per JVM. Close it before the
 * model.
 */
public final class LammLearner implements AutoCloseable {

  private final ClipModel model;
  private final NDManager owner;
  private final TextPaths texts;

  /** A learner on a model, which stays the caller's. */
  public LammLearner(ClipModel model) {
    this.model = model;
    this.owner = model.manager().newSubManager();
    this.texts = new TextPaths(model);
  }

  /**
   * Checks class names without learning anything.
   *
   * @throws ClassNameException for a name that has no tokens or overflows the context
   */
  public void checkNames(List<String> names, LearnerConfiguration configuration) {
    if (configuration.hasOwnContexts()) {
      StreamContext.check(model, configuration, names);
    } else {
      prompts(names, configuration, 0);
    }
    if (configuration.randomContext() > 0) { // zero-shot they stand behind words
      PromptTemplate.of(model.tokenizer(), configuration.context())
          .classes(model.tokenizer(), model.textTower(), new TokenPolicy.PerClass(), names);
    }
  }

  /** The tokens that a class name stands for; names with equal tokens cannot be told apart. */
  public List<Integer> tokens(String name) {
    return IntStream.of(PromptTemplate.tokens(model.tokenizer(), name)).boxed().toList();
  }

  /**
   * Learns one task.
   *
   * @throws ClassNameException for a new class whose name cannot stand in a prompt
   * @throws IllegalArgumentException for a method of {@link ImagePromptLearner}
   * @throws ArithmeticException if the loss does not stay finite
   * @throws InterruptedException if the thread is interrupted between two steps
   */
  public AlignmentResult align(AlignmentTask task, AlignmentListener listener)
      throws InterruptedException {
    LearnerConfiguration configuration = task.configuration();
    if (configuration.method().promptsImages()) {
      throw new IllegalArgumentException(
          configuration.method().key() + " needs the pixels of images, not their features");
    }
    TaskClasses classes = TaskClasses.of(task);
    Optional<Tensor> context = StreamContext.start(model, task);
    List<ClassPrompt> fresh = prompts(classes.newNames(), configuration, task.seed());
    List<float[]> freshFeatures = texts.features(fresh, configuration, context);
    List<float[]> zeroShot = zeroShotFeatures(classes.newNames(), configuration);
    VisualLearning visual = VisualLearning.of(task, classes.refined(), model.dimension());
    if (configuration.method() == PromptMethod.ZERO_SHOT) {
      Participants own = new Participants(classes.refined(), List.of());
      AlignmentPlan plan = plan(task.known(), own, classes, fresh, freshFeatures);
      Trained untouched =
          new Trained(own.trained(), plan.initialEmbeddings(), Optional.empty(), List.of());
      return assemble(task, classes, plan, visual, untouched, zeroShot);
    }
    Participants old = participants(task, classes, freshFeatures);
    AlignmentPlan plan = plan(task.known(), old, classes, fresh, freshFeatures);
    Trained trained = train(task, classes, old.trained(), plan, visual, context, listener);
    return assemble(task, classes, plan, visual, trained, zeroShot);
  }

  /**
   * What came out of the training.
   *
   * @param old indexes of the known classes that trained, as the plan has them
   * @param embeddings label embeddings of the plan's trained prompts
   * @param context that trained; empty where none does
   */
  private record Trained(
      List<Integer> old, float[] embeddings, Optional<Tensor> context, List<Double> losses) {}

  private Trained train(
      AlignmentTask task,
      TaskClasses classes,
      List<Integer> old,
      AlignmentPlan plan,
      VisualLearning visual,
      Optional<Tensor> context,
      AlignmentListener listener)
      throws InterruptedException {
    LearnerConfiguration configuration = task.configuration();
    boolean trainsOwn = configuration.trainsOwnVectors();
    try (TrainedRows rows = rows(plan, configuration, context);
        AlignmentRun run =
            new AlignmentRun(
                owner,
                rows,
                plan,
                configuration,
                task.shots(),
                new AlignmentRun.Dimensions(model.dimension(), model.width(), model.logitScale()),
                visual.replay(task, plan))) {
      Optimisation optimisation = configuration.optimisation();
      BatchOrder order =
          BatchOrder.shuffled(task.labels().length, optimisation.batchSize(), task.seed());
      List<Double> losses =
          run.train(task.features(), classes.labels(), order, optimisation.schedule(), listener);
      float[] moved = run.embeddings();
      int first = context.map(start -> start.values().length).orElse(0);
      return new Trained(
          old,
          trainsOwn ? Arrays.copyOfRange(moved, first, moved.length) : plan.initialEmbeddings(),
          context.map(start -> new Tensor(Arrays.copyOf(moved, first), start.shape())),
          losses);
    }
  }

  private TrainedRows rows(
      AlignmentPlan plan, LearnerConfiguration configuration, Optional<Tensor> context) {
    if (context.isEmpty()) {
      TextPath path =
          texts.behindWords(configuration.frozenContext(), plan.trainedPrompts(), configuration);
      return new LabelRows(owner, path, plan, model.dimension());
    }
    boolean trainsLabels = configuration.method().trainsLabels();
    return new ContextRows(model, plan, context.get(), trainsLabels, configuration.path());
  }

  /** The known classes that take part; first among those that train are those of the task. */
  private static Participants participants(
      AlignmentTask task, TaskClasses classes, List<float[]> freshFeatures) {
    List<float[]> taskFeatures = new ArrayList<>(freshFeatures);
    classes.refined().forEach(known -> taskFeatures.add(task.known().get(known).textFeature()));
    Participants others =
        Participants.among(
            task.known(), Set.copyOf(classes.refined()), taskFeatures, task.configuration());
    List<Integer> trained = new ArrayList<>(classes.refined());
    trained.addAll(others.trained());
    return new Participants(trained, others.constant());
  }

  /**
   * The zero-shot entries of classes: their untrained prompts.
   *
   * @throws ClassNameException as {@link #checkNames}
   */
  public List<ClassEmbedding> zeroShot(List<String> names, LearnerConfiguration configuration) {
    List<ClassPrompt> prompts = prompts(names, configuration, 0);
    List<float[]> features = zeroShotFeatures(names, configuration);
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              ClassPrompt prompt = prompts.get(i);
              return entry(
                  prompt,
                  prompt.initial(),
                  new Features(features.get(i), features.get(i), Prototype.NONE, ImageSum.UNKNOWN));
            })
        .toList();
  }

  /** What the untouched checkpoint makes of the names, whatever tokens of them are to train. */
  private List<float[]> zeroShotFeatures(List<String> names, LearnerConfiguration configuration) {
    List<ClassPrompt> plain =
        PromptTemplate.of(model.tokenizer(), configuration.context())
            .classes(model.tokenizer(), model.textTower(), new TokenPolicy.PerClass(), names);
    return plain.isEmpty() ? List.of() : texts.untouched(plain, configuration);
  }

  private AlignmentResult assemble(
      AlignmentTask task,
      TaskClasses classes,
      AlignmentPlan plan,
      VisualLearning visual,
      Trained trained,
      List<float[]> zeroShot) {
    List<ClassPrompt> prompts = moved(plan.trainedPrompts(), trained.embeddings());
    List<float[]> features = texts.features(prompts, task.configuration(), trained.context());
    List<Prototype> prototypes = Prototypes.of(task, classes, model.dimension());
    int freshCount = plan.fresh().size();
    List<ClassPrompt> anchors = plan.trainedPrompts();
    List<ClassEmbedding> all = withContext(task, trained);
    for (int i = 0; i < prompts.size(); i++) {
      ClassPrompt prompt = prompts.get(i);
      Features known =
          i < freshCount
              ? new Features(features.get(i), zeroShot.get(i), Prototype.NONE, ImageSum.UNKNOWN)
              : Features.moved(features.get(i), plan.trainedOld().get(i - freshCount));
      if (i < classes.size()) { // the task has images of it
        Prototype prototype = visual.replacesPrototypes() ? Prototype.NONE : prototypes.get(i);
        known = new Features(known.text(), known.zeroShot(), prototype, visual.sum(prompt.name()));
      }
      boolean still = i >= freshCount && task.configuration().trainsSharedContextAlone();
      float[] anchor =
          still ? plan.trainedOld().get(i - freshCount).anchor() : anchors.get(i).initial();
      ClassEmbedding entry = entry(prompt, anchor, known);
      if (i < freshCount) {
        all.add(entry);
      } else {
        all.set(trained.old().get(i - freshCount), entry);
      }
    }
    return new AlignmentResult(
        all,
        trained.losses(),
        visual.scored(task.configuration(), all),
        trained.context().map(StreamContext::stored));
  }

  /** Prompts with the label embeddings that came out of a training. */
  private static List<ClassPrompt> moved(List<ClassPrompt> prompts, float[] embeddings) {
    List<ClassPrompt> moved = new ArrayList<>();
    int at = 0;
    for (ClassPrompt prompt : prompts) {
      int end = at + prompt.initial().length;
      moved.add(
          new ClassPrompt(
              prompt.name(),
              prompt.vectors(),
              Arrays.copyOfRange(embeddings, at, end),
              prompt.tail()));
      at = end;
    }
    return moved;
  }

  /** The known classes, those that did not train behind the context as it stands now. */
  private List<ClassEmbedding> withContext(AlignmentTask task, Trained trained) {
    List<ClassEmbedding> all = new ArrayList<>(task.known());
    if (trained.context().isEmpty()) {
      return all;
    }
    Set<Integer> done = new HashSet<>(trained.old());
    List<Integer> others =
        IntStream.range(0, all.size()).filter(i -> !done.contains(i)).boxed().toList();
    List<ClassPrompt> prompts = others.stream().map(i -> ClassPrompt.of(all.get(i))).toList();
    List<float[]> features = texts.features(prompts, task.configuration(), trained.context());
    for (int i = 0; i < features.size(); i++) {
      ClassEmbedding old = all.get(others.get(i));
      Features behind = Features.moved(features.get(i), old);
      all.set(others.get(i), entry(prompts.get(i), old.anchor(), behind));
    }
    return all;
  }

  /** What an entry knows beside the label embedding. */
  private record Features(float[] text, float[] zeroShot, Prototype prototype, ImageSum images) {
    static Features moved(float[] text, ClassEmbedding old) {
      return new Features(
          text,
          old.zeroShotTextFeature(),
          new Prototype(old.imagePrototype(), old.imageWeight()),
          old.images());
    }
  }

  private ClassEmbedding entry(ClassPrompt prompt, float[] anchor, Features features) {
    return new ClassEmbedding(
        prompt.name(),
        prompt.vectors(),
        model.width(),
        prompt.initial(),
        prompt.tail(),
        anchor,
        features.text(),
        features.zeroShot(),
        features.prototype().direction(),
        features.prototype().weight(),
        features.images());
  }

  private static AlignmentPlan plan(
      List<ClassEmbedding> known,
      Participants old,
      TaskClasses classes,
      List<ClassPrompt> fresh,
      List<float[]> freshFeatures) {
    List<ClassEmbedding> moving = old.trained().stream().map(known::get).toList();
    List<ClassEmbedding> constant = old.constant().stream().map(known::get).toList();
    return new AlignmentPlan(fresh, freshFeatures, moving, constant, classes.refined().size());
  }

  /**
   * Prompts of new classes.
   *
   * @param seed of vectors that are drawn
   */
  private List<ClassPrompt> prompts(
      List<String> names, LearnerConfiguration configuration, long seed) {
    if (configuration.hasOwnContexts()) {
      return StreamContext.own(model, configuration, names, seed);
    }
    PromptMethod method = configuration.method();
    TokenPolicy tokens =
        method.trainsContext() && !method.trainsLabels()
            ? new TokenPolicy.PerClass() // none trains, so none may be missing or repeated
            : configuration.tokens();
    return StreamContext.template(model.tokenizer(), configuration)
        .classes(model.tokenizer(), model.textTower(), tokens, names);
  }

  @Override
  public void close() {
    texts.close();
    owner.close();
  }
}
