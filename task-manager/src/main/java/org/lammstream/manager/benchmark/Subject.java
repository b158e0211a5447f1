package org.lammstream.manager.benchmark;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Classification;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.AlignmentListener;
import org.lammstream.manager.lamm.AlignmentResult;
import org.lammstream.manager.lamm.AlignmentTask;
import org.lammstream.manager.lamm.LammLearner;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.predict.VersionScorer;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.NewVersion;
import org.lammstream.store.SharedPrompts;
import org.lammstream.store.StoredSize;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;
import org.lammstream.stream.event.Provenance;

/** A learner with a number of old classes, in a store of its own, which one task is timed on. */
final class Subject implements AutoCloseable {
  private static final String LEARNER = "bench";
  private static final String TASK = "new things";
  private static final int TESTS = 500;
  private static final int PREDICTIONS = 20;
  private static final int TOP = 5;
  private static final long SEED = 1;

  private final ClipModel model;
  private final LearnerConfiguration configuration;
  private final List<String> names;
  private final float[] images;
  private final int[] labels;
  private final float[] tests;
  private final Version old;
  private final EmbeddingStore store;
  private Optional<AlignmentResult> learned = Optional.empty();
  private final List<Double> align = new ArrayList<>();
  private final List<Double> evaluate = new ArrayList<>();
  private final List<Double> commit = new ArrayList<>();
  private final List<Double> read = new ArrayList<>();
  private final List<Double> predict = new ArrayList<>();

  /** Makes the learner and commits it as version 1 of a new store. */
  Subject(
      ClipModel model,
      LearnerConfiguration configuration,
      HistoryBenchmark.Plan plan,
      int count,
      Path folder) {
    this.model = model;
    this.configuration = configuration;
    int classes = plan.taskClasses();
    this.names = IntStream.range(0, classes).mapToObj(i -> "new thing " + i).toList();
    this.labels = IntStream.range(0, classes * plan.shots()).map(i -> i % classes).toArray();
    this.images = SyntheticHistory.images(SEED, labels.length, classes, model.dimension());
    this.tests = SyntheticHistory.images(SEED, TESTS, classes, model.dimension());
    SyntheticHistory history =
        SyntheticHistory.of(
            count, plan.shots(), model.dimension(), model.width(), configuration.scoring());
    this.old =
        version(1, OptionalInt.empty(), history.classes(), history.visual(), Optional.empty());
    this.store = EmbeddingStore.open(folder);
    store.add(added(old), Map.of());
  }

  /** Learns the task; what was learned stays here for {@link #use}. */
  void learn(LammLearner learner) throws InterruptedException {
    long began = System.nanoTime();
    AlignmentResult result =
        learner.align(
            new AlignmentTask(
                old.classes(), names, images, labels, configuration, SEED, old.visual()),
            AlignmentListener.NONE);
    align.add(since(began));
    learned = Optional.of(result);
  }

  /** Evaluates and commits what was learned, reads it back and predicts with it. */
  void use() {
    AlignmentResult result = learned.orElseThrow();
    learned = Optional.empty();
    long began = System.nanoTime();
    int d = model.dimension();
    new Classification(VersionWeights.of(result.classes(), result.visual(), d)).predict(tests);
    evaluate.add(since(began));

    int number = store.nextVersion(LEARNER);
    began = System.nanoTime();
    store.add(
        added(
            version(
                number, OptionalInt.of(1), result.classes(), result.visual(), result.prompts())),
        Map.of());
    commit.add(since(began));

    began = System.nanoTime();
    Version stored = store.version(LEARNER, number);
    read.add(since(began));

    VersionScorer scorer = VersionScorer.of(stored, model);
    for (int i = 0; i < PREDICTIONS; i++) {
      float[] feature = Arrays.copyOfRange(tests, i * d, (i + 1) * d);
      began = System.nanoTime();
      scorer.top(feature, TOP);
      predict.add(since(began));
    }
  }

  /** Forgets the rounds so far, which only warmed up. */
  void reset() {
    List.of(align, evaluate, commit, read, predict).forEach(List::clear);
  }

  /** Medians of the rounds. */
  HistoryCost cost() {
    long bytes = old.classes().stream().mapToLong(StoredSize::of).sum();
    bytes += old.visual().map(StoredSize::of).orElse(0);
    return new HistoryCost(
        old.classes().size(),
        median(align),
        median(evaluate),
        median(commit),
        median(read),
        1e6 * median(predict),
        (double) bytes / old.classes().size());
  }

  private Version version(
      int number,
      OptionalInt parent,
      List<ClassEmbedding> classes,
      Optional<VisualState> visual,
      Optional<SharedPrompts> prompts) {
    return new Version(
        LEARNER,
        number,
        parent,
        Instant.EPOCH,
        TASK,
        number == 1 ? classes.stream().map(ClassEmbedding::name).toList() : names,
        classes,
        provenance(),
        Map.of(),
        EmbeddingsDigest.sha256(classes, prompts),
        visual,
        Optional.empty(),
        prompts);
  }

  private Provenance provenance() {
    return new Provenance(
        "bench",
        "bench",
        0,
        0,
        configuration.toMap(),
        SEED,
        model.name(),
        model.sha256(),
        "",
        "",
        "",
        "",
        "",
        "",
        1);
  }

  private NewVersion added(Version version) {
    List<CellScore> scores =
        List.of(new CellScore(0, TASK, 0, 0), new CellScore(version.number(), TASK, 0, 0));
    TestSet tested = new TestSet(TASK, names, List.of(), new float[0], model.dimension());
    return new NewVersion(version, tested, scores);
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  @Override
  public void close() {
    store.close();
  }
}
