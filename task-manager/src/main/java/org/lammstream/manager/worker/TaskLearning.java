package org.lammstream.manager.worker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.evaluation.stored.Promotion;
import org.lammstream.evaluation.stored.PromotionGate;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.evaluation.stored.WeightsCache;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.AlignmentListener;
import org.lammstream.manager.lamm.AlignmentResult;
import org.lammstream.manager.lamm.AlignmentTask;
import org.lammstream.manager.lamm.InvalidConfigurationException;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.worker.ImageFeatures.Encoded;
import org.lammstream.store.Aliases;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.LearnedExample;
import org.lammstream.store.NewVersion;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.Rejection.Reason;
import org.lammstream.stream.event.Rejection.Stage;
import org.lammstream.stream.event.TaskEvent;

/** Makes the next version of a learner out of a task; writes nothing but the feature cache. */
final class TaskLearning {
  private static final int PARTS = 1000;

  private final EmbeddingStore store;
  private final ClipModel model;
  private final LammLearner learner;
  private final ClassCheck check;
  private final ImageFeatures images;
  private final PromptedTasks prompted;
  private final TaskConditions conditions;
  private final RunEnvironment environment;
  private final WorkerListener listener;
  private final Clock clock;
  private final WeightsCache weights = new WeightsCache(WeightsCache.OF_A_WORKER);

  TaskLearning(
      EmbeddingStore store,
      ClipModel model,
      LammLearner learner,
      WorkerSetup setup,
      WorkerListener listener,
      Clock clock) {
    this.store = store;
    this.model = model;
    this.learner = learner;
    this.check = new ClassCheck(learner);
    this.images = new ImageFeatures(model, setup.features(), setup.locations());
    this.prompted = new PromptedTasks(store, model, learner, Runtime.getRuntime().maxMemory());
    this.conditions = setup.conditions();
    this.environment = RunEnvironment.current(setup.codeVersion(), model);
    this.listener = listener;
    this.clock = clock;
  }

  /**
   * What a task leads to.
   *
   * @param version to commit
   * @param matrix with the new row and column
   * @param metrics of the matrix; empty while no task had test examples
   * @param promotion whether the version is to be champion
   * @param weights with which the version scores
   */
  record Learned(
      NewVersion version,
      AccuracyMatrix matrix,
      Map<String, Double> metrics,
      Promotion promotion,
      ClassWeights weights) {}

  /** Hears that a version is in the store: the next task need not read it to measure it. */
  void committed(Learned learned) {
    weights.add(learned.version().version(), learned.weights());
  }

  /**
   * Learns.
   *
   * @param phases measures encode, align and evaluate
   * @throws RejectedEventException if the event is at fault
   * @throws InterruptedException if the thread is interrupted; nothing was changed then
   */
  Learned learn(TaskDelivery delivery, PhaseClock phases)
      throws RejectedEventException, InterruptedException {
    TaskEvent event = delivery.event();
    LearnerHistory history = LearnerHistory.of(store, event.learner(), weights);
    TaskConditions.Conditions given = conditions.of(delivery.eventId(), event);
    OptionalInt parent = history.last(); // one look at the head: somebody may move it meanwhile
    Optional<Version> before =
        parent.isPresent()
            ? Optional.of(store.version(event.learner(), parent.getAsInt()))
            : Optional.empty();
    if (before.isPresent()) {
      new Continuation(before.get()).checkCheckpoint(model);
    }
    LearnerConfiguration configuration = configuration(given, before);
    List<ClassEmbedding> known = before.map(Version::classes).orElse(List.of());
    List<String> newClasses = check.newClasses(event, history, known, configuration);

    if (configuration.method().promptsImages()) {
      prompted.check(event);
    }
    Encoded encoded = encode(event, configuration);
    int trained = event.train().size() * model.dimension();
    float[] test = Arrays.copyOfRange(encoded.features(), trained, encoded.features().length);
    phases.end(Phase.ENCODE);

    AlignmentResult aligned = align(event, before, encoded, configuration, given.seed());
    List<ClassEmbedding> classes = aligned.classes();
    phases.end(Phase.ALIGN);

    int number = store.nextVersion(event.learner());
    TestSet testSet =
        new TestSet(event.task(), event.classes(), labels(event.test()), test, model.dimension());
    listener.phaseProgress(Phase.EVALUATE, 0, 1);
    ClassWeights scoring = weights(aligned);
    Optional<PromptedTests> tests = tests(event, history, aligned, encoded);
    LearnerHistory.NewCells cells =
        history.measure(number, classes, scoring, testSet, tests.map(PromptedTests::seen));
    Promotion promotion =
        new PromotionGate(
                history,
                store.alias(event.learner(), Aliases.CHAMPION),
                LearnerConfiguration::recordedGate)
            .decide(configuration.gate(), cells, scoring);
    listener.phaseProgress(Phase.EVALUATE, 1, 1);
    phases.end(Phase.EVALUATE);

    Version version =
        new Version(
            event.learner(),
            number,
            parent,
            clock.instant(),
            event.task(),
            newClasses,
            classes,
            environment.provenance(delivery, configuration.toMap(), given.seed(), model),
            phases.seconds(),
            EmbeddingsDigest.sha256(classes, aligned.prompts()),
            aligned.visual(),
            Optional.empty(),
            aligned.prompts());
    return new Learned(
        new NewVersion(
            version,
            testSet,
            cells.scores(),
            promotion.supersedes(),
            examples(event, encoded.contents()),
            tests),
        cells.matrix(),
        VersionMetrics.of(cells),
        promotion,
        scoring);
  }

  private ClassWeights weights(AlignmentResult aligned) throws RejectedEventException {
    try {
      return VersionWeights.of(aligned.classes(), aligned.visual(), model.dimension());
    } catch (ArithmeticException e) { // these settings cannot make a head of these images
      throw rejected(Reason.INVALID_CONFIGURATION, Stage.ALIGN, e);
    }
  }

  private LearnerConfiguration configuration(
      TaskConditions.Conditions given, Optional<Version> before) throws RejectedEventException {
    int blocks = Math.min(model.textTower().blocks().size(), model.imageEncoder().blocks());
    LearnerConfiguration configuration = read(given, before).fitting(blocks);
    Optional<String> problem =
        ExpansionWidth.problem(configuration, model.dimension())
            .or(() -> IdleSettings.problem(given.asked(), configuration));
    if (problem.isPresent()) {
      throw new RejectedEventException(Reason.INVALID_CONFIGURATION, Stage.VALIDATE, problem.get());
    }
    if (before.isPresent()) {
      new Continuation(before.get()).check(configuration, given.asked());
    }
    return configuration;
  }

  private static LearnerConfiguration read(
      TaskConditions.Conditions given, Optional<Version> before) throws RejectedEventException {
    try {
      return LearnerConfiguration.from(
          given.configuration(before.map(version -> version.provenance().configuration())));
    } catch (InvalidConfigurationException e) {
      throw rejected(Reason.INVALID_CONFIGURATION, Stage.VALIDATE, e);
    }
  }

  /** Training examples, then test examples. */
  private Encoded encode(TaskEvent event, LearnerConfiguration configuration)
      throws RejectedEventException, InterruptedException {
    List<Example> all = new ArrayList<>(event.train());
    all.addAll(event.test());
    listener.phaseProgress(Phase.ENCODE, 0, all.size());
    return images.of(
        all,
        configuration.views(),
        configuration.method().promptsImages(),
        done -> listener.phaseProgress(Phase.ENCODE, done, all.size()));
  }

  /** All test images as the new version sees them; empty where it sees them as any other. */
  private Optional<PromptedTests> tests(
      TaskEvent event, LearnerHistory history, AlignmentResult aligned, Encoded encoded)
      throws InterruptedException {
    SquareImages all = encoded.squares();
    SquareImages own = all.count() == 0 ? all : all.range(event.train().size(), all.count());
    return prompted.tests(
        history,
        aligned.prompts(),
        own,
        part -> listener.phaseProgress(Phase.EVALUATE, (int) (PARTS * part), PARTS));
  }

  /** What must be known to take an image's feature out again. */
  private static List<LearnedExample> examples(TaskEvent event, List<Optional<String>> contents) {
    int train = event.train().size();
    List<LearnedExample> examples = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      boolean test = i >= train;
      Example example = test ? event.test().get(i - train) : event.train().get(i);
      examples.add(new LearnedExample(example.label(), contents.get(i), test));
    }
    return examples;
  }

  private AlignmentResult align(
      TaskEvent event,
      Optional<Version> before,
      Encoded encoded,
      LearnerConfiguration configuration,
      long seed)
      throws RejectedEventException, InterruptedException {
    Map<String, Integer> index = new HashMap<>();
    event.classes().forEach(name -> index.put(name, index.size()));
    int[] labels = event.train().stream().mapToInt(example -> index.get(example.label())).toArray();
    int epochs = configuration.optimisation().epochs();
    listener.phaseProgress(Phase.ALIGN, 0, epochs);
    AlignmentListener epochFinished =
        (epoch, of, loss) -> {
          listener.epochFinished(epoch, of, loss);
          listener.phaseProgress(Phase.ALIGN, epoch, of);
        };
    AlignmentTask task =
        new AlignmentTask(
            before.map(Version::classes).orElse(List.of()),
            event.classes(),
            Arrays.copyOf(encoded.features(), labels.length * model.dimension()),
            labels,
            configuration,
            seed,
            before.flatMap(Version::visual),
            before.flatMap(Version::prompts));
    try {
      return configuration.method().promptsImages()
          ? prompted.align(task, encoded.squares(), epochFinished)
          : learner.align(task, epochFinished);
    } catch (ArithmeticException e) { // these settings make these images' loss overflow
      throw rejected(Reason.INVALID_CONFIGURATION, Stage.ALIGN, e);
    }
  }

  private static RejectedEventException rejected(Reason reason, Stage stage, RuntimeException e) {
    return new RejectedEventException(
        new Rejection(reason, stage, String.valueOf(e.getMessage())), e);
  }

  private static List<String> labels(List<Example> examples) {
    return examples.stream().map(Example::label).toList();
  }
}
