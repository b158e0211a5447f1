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
import java.util.stream.IntStream;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.text.PrefixTextEncoder;
import org.lammstream.store.ClassEmbedding;

/**
 * Appends new classes to a learner: initialises their label embeddings from their names and aligns
 * them to images with the hierarchical loss, holding old classes as configured.
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
    List<ClassPrompt> fresh = prompts(task.newClasses(), configuration);
    List<float[]> freshFeatures = features(fresh, embeddings(fresh), configuration);
    List<Integer> trained =
        TrainedClasses.of(configuration.oldClasses(), task.known(), freshFeatures);
    AlignmentPlan plan = plan(task.known(), trained, fresh, freshFeatures);
    List<float[]> zeroShot = zeroShotFeatures(task.newClasses(), configuration);
    float[] aligned;
    List<Double> losses;
    try (TextPath path = path(plan.trainedPrompts(), configuration);
        AlignmentRun run =
            new AlignmentRun(
                owner,
                path,
                plan,
                configuration,
                task.shots(),
                new AlignmentRun.Dimensions(
                    model.dimension(), model.width(), model.logitScale()))) {
      Optimisation optimisation = configuration.optimisation();
      BatchOrder order =
          BatchOrder.shuffled(task.labels().length, optimisation.batchSize(), task.seed());
      losses = run.train(task.features(), task.labels(), order, optimisation.schedule(), listener);
      aligned = run.embeddings();
    }
    return new AlignmentResult(assemble(task, trained, plan, aligned, zeroShot), losses);
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
                  new Features(features.get(i), features.get(i), new float[0]));
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

  private List<ClassEmbedding> assemble(
      AlignmentTask task,
      List<Integer> trained,
      AlignmentPlan plan,
      float[] aligned,
      List<float[]> zeroShot) {
    List<ClassPrompt> prompts = plan.trainedPrompts();
    List<float[]> features = features(prompts, aligned, task.configuration());
    List<float[]> prototypes = Prototypes.of(task, model.dimension());
    int freshCount = plan.fresh().size();
    List<ClassEmbedding> moved = new ArrayList<>();
    int at = 0;
    for (int i = 0; i < prompts.size(); i++) {
      ClassPrompt prompt = prompts.get(i);
      float[] own = Arrays.copyOfRange(aligned, at, at + prompt.initial().length);
      at += own.length;
      Features known =
          i < freshCount
              ? new Features(features.get(i), zeroShot.get(i), prototypes.get(i))
              : Features.moved(features.get(i), plan.trainedOld().get(i - freshCount));
      moved.add(entry(prompt, own, prompt.initial(), known));
    }
    List<ClassEmbedding> all = new ArrayList<>(task.known());
    for (int i = 0; i < trained.size(); i++) {
      all.set(trained.get(i), moved.get(freshCount + i));
    }
    all.addAll(moved.subList(0, freshCount));
    return all;
  }

  /** The three features of a class's entry. */
  private record Features(float[] text, float[] zeroShot, float[] prototype) {
    static Features moved(float[] text, ClassEmbedding old) {
      return new Features(text, old.zeroShotTextFeature(), old.imagePrototype());
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
        features.prototype());
  }

  private static AlignmentPlan plan(
      List<ClassEmbedding> known,
      List<Integer> trained,
      List<ClassPrompt> fresh,
      List<float[]> freshFeatures) {
    List<ClassEmbedding> moving = trained.stream().map(known::get).toList();
    List<ClassEmbedding> constant =
        IntStream.range(0, known.size())
            .filter(i -> !trained.contains(i))
            .mapToObj(known::get)
            .toList();
    return new AlignmentPlan(fresh, freshFeatures, moving, constant);
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
