package org.lammstream.manager.lamm;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.manager.lamm.Prototypes.Prototype;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;

/**
 * Appends new classes to a learner: initialises their label embeddings from their names and aligns
 * them to images with the hierarchical loss, holding old classes as configured. Known classes of
 * which a task has further images are aligned again from where they stand, held to where they stood
 * by the same loss.
 *
 * <p>Keeps the cached prefixes of the last few contexts it has seen. Not thread-safe, and the
 * engine allows one alignment at a time per JVM. Close it before the model.
 */
public final class LammLearner implements AutoCloseable {

  /** Contexts come from events, so their caches must not grow without bound. */
  private static final int MOST_CONTEXTS = 8;

  private final ClipModel model;
  private final NDManager owner;
  private final Map<String, PrefixTextEncoder> encoders = new LinkedHashMap<>(16, 0.75f, true);

  /** A learner on a model, which stays the caller's. */
  public LammLearner(ClipModel model) {
    this.model = model;
    this.owner = model.manager().newSubManager();
  }

  /**
   * Checks class names without learning anything.
   *
   * @throws ClassNameException for a name that has no tokens or overflows the context
   */
  public void checkNames(List<String> names, LearnerConfiguration configuration) {
    prompts(names, configuration);
  }

  /** The tokens that a class name stands for; names with equal tokens cannot be told apart. */
  public List<Integer> tokens(String name) {
    return IntStream.of(PromptTemplate.tokens(model.tokenizer(), name)).boxed().toList();
  }

  /**
   * Learns one task.
   *
   * @throws ClassNameException for a new class whose name cannot stand in a prompt
   * @throws ArithmeticException if the loss does not stay finite
   * @throws InterruptedException if the thread is interrupted between two steps
   */
  public AlignmentResult align(AlignmentTask task, AlignmentListener listener)
      throws InterruptedException {
    LearnerConfiguration configuration = task.configuration();
    TaskClasses classes = TaskClasses.of(task);
    List<ClassPrompt> fresh = prompts(classes.newNames(), configuration);
    List<float[]> freshFeatures = features(fresh, embeddings(fresh), configuration);
    List<float[]> zeroShot = zeroShotFeatures(classes.newNames(), configuration);
    VisualLearning visual = VisualLearning.of(task, classes.refined(), model.dimension());
    if (configuration.method() == LearnerConfiguration.Method.ZERO_SHOT) {
      Participants own = new Participants(classes.refined(), List.of());
      AlignmentPlan plan = plan(task.known(), own, classes, fresh, freshFeatures);
      Trained untouched = new Trained(own.trained(), plan.initialEmbeddings(), List.of());
      return assemble(task, classes, plan, visual, untouched, zeroShot);
    }
    Participants old = participants(task, classes, freshFeatures);
    AlignmentPlan plan = plan(task.known(), old, classes, fresh, freshFeatures);
    Trained trained = train(task, classes, old.trained(), plan, visual, listener);
    return assemble(task, classes, plan, visual, trained, zeroShot);
  }

  /**
   * What came out of the training.
   *
   * @param old indexes of the known classes that trained, as the plan has them
   */
  private record Trained(List<Integer> old, float[] embeddings, List<Double> losses) {}

  private Trained train(
      AlignmentTask task,
      TaskClasses classes,
      List<Integer> old,
      AlignmentPlan plan,
      VisualLearning visual,
      AlignmentListener listener)
      throws InterruptedException {
    LearnerConfiguration configuration = task.configuration();
    try (TextPath path = path(plan.trainedPrompts(), configuration);
        AlignmentRun run =
            new AlignmentRun(
                owner,
                path,
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
      return new Trained(old, run.embeddings(), losses);
    }
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
    List<ClassPrompt> prompts = prompts(names, configuration);
    List<float[]> features = zeroShotFeatures(names, configuration);
    return IntStream.range(0, names.size())
        .mapToObj(
            i -> {
              ClassPrompt prompt = prompts.get(i);
              float[] initial = prompt.initial();
              return entry(
                  prompt,
                  initial,
                  initial,
                  new Features(features.get(i), features.get(i), Prototype.NONE, ImageSum.UNKNOWN));
            })
        .toList();
  }

  /** What the untouched checkpoint makes of the names, whatever tokens of them are to train. */
  private List<float[]> zeroShotFeatures(List<String> names, LearnerConfiguration configuration) {
    List<ClassPrompt> plain =
        template(configuration)
            .classes(model.tokenizer(), model.textTower(), new TokenPolicy.PerClass(), names);
    return features(plain, embeddings(plain), configuration);
  }

  private AlignmentResult assemble(
      AlignmentTask task,
      TaskClasses classes,
      AlignmentPlan plan,
      VisualLearning visual,
      Trained trained,
      List<float[]> zeroShot) {
    List<ClassPrompt> prompts = plan.trainedPrompts();
    List<float[]> features = features(prompts, trained.embeddings(), task.configuration());
    List<Prototype> prototypes = Prototypes.of(task, classes, model.dimension());
    int freshCount = plan.fresh().size();
    List<ClassEmbedding> all = new ArrayList<>(task.known());
    int at = 0;
    for (int i = 0; i < prompts.size(); i++) {
      ClassPrompt prompt = prompts.get(i);
      float[] own = Arrays.copyOfRange(trained.embeddings(), at, at + prompt.initial().length);
      at += own.length;
      Features known =
          i < freshCount
              ? new Features(features.get(i), zeroShot.get(i), Prototype.NONE, ImageSum.UNKNOWN)
              : Features.moved(features.get(i), plan.trainedOld().get(i - freshCount));
      if (i < classes.size()) { // the task has images of it
        Prototype prototype = visual.replacesPrototypes() ? Prototype.NONE : prototypes.get(i);
        known = new Features(known.text(), known.zeroShot(), prototype, visual.sum(prompt.name()));
      }
      ClassEmbedding entry = entry(prompt, own, prompt.initial(), known);
      if (i < freshCount) {
        all.add(entry);
      } else {
        all.set(trained.old().get(i - freshCount), entry);
      }
    }
    return new AlignmentResult(all, trained.losses(), visual.scored(task.configuration(), all));
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

  private ClassEmbedding entry(
      ClassPrompt prompt, float[] embedding, float[] anchor, Features features) {
    return new ClassEmbedding(
        prompt.name(),
        prompt.vectors(),
        model.width(),
        embedding,
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

  private List<ClassPrompt> prompts(List<String> names, LearnerConfiguration configuration) {
    return template(configuration)
        .classes(model.tokenizer(), model.textTower(), configuration.tokens(), names);
  }

  private PromptTemplate template(LearnerConfiguration configuration) {
    return PromptTemplate.of(model.tokenizer(), configuration.context());
  }

  private static float[] embeddings(List<ClassPrompt> prompts) {
    return new AlignmentPlan(prompts, List.of(), List.of(), List.of()).initialEmbeddings();
  }

  private List<float[]> features(
      List<ClassPrompt> prompts, float[] embeddings, LearnerConfiguration configuration) {
    if (prompts.isEmpty()) {
      return List.of(); // a task that only refines
    }
    try (TextPath path = path(prompts, configuration);
        NDManager scope = owner.newSubManager()) {
      Shape shape = new Shape(embeddings.length / model.width(), model.width());
      NDArray features = path.features(scope.create(embeddings, shape));
      float[] flat = features.toFloatArray();
      int d = model.dimension();
      return IntStream.range(0, prompts.size())
          .mapToObj(i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d))
          .toList();
    }
  }

  private TextPath path(List<ClassPrompt> prompts, LearnerConfiguration configuration) {
    PromptTemplate template = template(configuration);
    PromptRows rows = PromptRows.of(template, prompts);
    return switch (configuration.path()) {
      case NAIVE -> new NaiveTextPath(owner, model.textTower(), template, rows);
      case CACHED -> new CachedTextPath(owner, encoder(configuration.context(), template), rows);
    };
  }

  private PrefixTextEncoder encoder(String context, PromptTemplate template) {
    if (!encoders.containsKey(context) && encoders.size() == MOST_CONTEXTS) {
      Iterator<PrefixTextEncoder> leastRecent = encoders.values().iterator();
      leastRecent.next().close();
      leastRecent.remove();
    }
    return encoders.computeIfAbsent(
        context, unused -> new PrefixTextEncoder(owner, model.textTower(), template.prefix()));
  }

  @Override
  public void close() {
    encoders.values().forEach(PrefixTextEncoder::close);
    owner.close();
  }
}
