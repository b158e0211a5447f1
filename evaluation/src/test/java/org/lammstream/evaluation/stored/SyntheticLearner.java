package org.lammstream.evaluation.stored;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.Forgetting;
import org.lammstream.store.NewVersion;
import org.lammstream.store.PromptedTests;
import org.lammstream.store.PruneRule;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;
import org.lammstream.stream.event.Provenance;

/**
 * A made-up learner in a real store: classes around random prototypes, old classes that move, test
 * examples that are sometimes nearer to another class. Scores are measured as a worker measures
 * them. Everything follows from the shape.
 */
public final class SyntheticLearner {

  private static final int WIDTH = 4;

  /**
   * What it is like.
   *
   * @param classes new classes per task
   * @param tests test examples per class
   * @param dimension length of a feature
   * @param moved share of the old classes that move with each task, 0 to 1
   * @param drift how far they move
   */
  public record Shape(
      int classes, int tests, int dimension, double moved, double drift, long seed) {
    /** Small, but with every kind of change in it. */
    static final Shape SMALL = new Shape(3, 12, 8, 0.6, 0.35, 5);
  }

  private final EmbeddingStore store;
  private final String name;
  private final Shape shape;
  private final RandomVectors random;
  private final Optional<OwnSight> sight;
  private final Map<Integer, List<ClassEmbedding>> versions = new HashMap<>();
  private final Map<Integer, ClassWeights> features = new HashMap<>();
  private final Map<Integer, List<Integer>> lineages = new HashMap<>(Map.of(0, List.of()));
  private final Map<Integer, TestSet> testSets = new HashMap<>();
  private final Set<Integer> pruned = new HashSet<>();
  private final Set<Integer> forgot = new HashSet<>();

  /** A learner that has no version yet. */
  public SyntheticLearner(EmbeddingStore store, String name, Shape shape) {
    this(store, name, shape, Optional.empty());
  }

  /** One whose versions see test images in their own way. */
  SyntheticLearner(EmbeddingStore store, String name, Shape shape, OwnSight sight) {
    this(store, name, shape, Optional.of(sight));
  }

  private SyntheticLearner(
      EmbeddingStore store, String name, Shape shape, Optional<OwnSight> sight) {
    this.sight = sight;
    this.store = store;
    this.name = name;
    this.shape = shape;
    this.random = new RandomVectors(new Random(shape.seed()));
  }

  /** Learns so many tasks, named {@code task-1} and so on, each after the other. */
  public SyntheticLearner learn(int tasks) {
    for (int i = 0; i < tasks; i++) {
      int parent = store.nextVersion(name) - 1;
      learn(parent, "task-" + (parent + 1), shape.tests());
    }
    return this;
  }

  /**
   * Learns one task.
   *
   * @param parent version to continue, 0 for none
   * @param tests test examples per class
   * @return the number of the new version
   */
  int learn(int parent, String task, int tests) {
    return learn(parent, task, tests, UnaryOperator.identity());
  }

  /** The same, with something between what is measured and what is stored. */
  int learn(int parent, String task, int tests, UnaryOperator<List<CellScore>> reporting) {
    int number = store.nextVersion(name);
    List<ClassEmbedding> classes = new ArrayList<>();
    for (ClassEmbedding old : versions.getOrDefault(parent, List.of())) {
      classes.add(random.source().nextDouble() < shape.moved() ? moved(old) : old);
    }
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    float[] examples = new float[shape.classes() * tests * shape.dimension()];
    for (int c = 0; c < shape.classes(); c++) {
      names.add("class-%d-%d".formatted(number, c));
      float[] prototype = RandomVectors.unit(random.gaussian(shape.dimension()));
      classes.add(fresh(names.get(c), prototype));
      for (int i = 0; i < tests; i++) {
        float[] example = random.near(prototype, 0.45);
        System.arraycopy(example, 0, examples, labels.size() * example.length, example.length);
        labels.add(names.get(c));
      }
    }
    TestSet fresh = new TestSet(task, names, labels, examples, shape.dimension());
    add(version(number, parent, task, names, classes, Optional.empty()), fresh, reporting);
    return number;
  }

  private void add(Version version, TestSet tests, UnaryOperator<List<CellScore>> reporting) {
    int number = version.number();
    testSets.put(number, tests);
    versions.put(number, version.classes());
    features.put(number, VersionWeights.of(version, shape.dimension()));
    List<Integer> lineage =
        new ArrayList<>(lineages.getOrDefault(version.parent().orElse(0), List.of()));
    lineage.add(number);
    lineages.put(number, lineage);
    Optional<PromptedTests> prompted =
        isOwn(number)
            ? sight.map(own -> own.see(number, lineage.stream().map(this::testSet).toList()))
            : Optional.empty();
    List<CellScore> measured =
        lineage.stream().anyMatch(forgot::contains)
            ? LearnerHistory.of(store, name, version.parent().orElseThrow())
                .measure(
                    number,
                    version.classes(),
                    VersionWeights.of(version, shape.dimension()),
                    tests,
                    prompted.map(PromptedTests::seen))
                .scores()
            : scores(lineage);
    List<CellScore> scores = reporting.apply(measured);
    store.add(
        new NewVersion(version, tests, scores, version.parent(), List.of(), prompted), Map.of());
  }

  /**
   * Learns one task that brings examples of classes that are known already: they move, and the task
   * has test examples of theirs.
   *
   * @return the number of the new version
   */
  int refine(int parent, String task, int tests, String... names) {
    int number = store.nextVersion(name);
    List<ClassEmbedding> classes = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    float[] examples = new float[names.length * tests * shape.dimension()];
    for (ClassEmbedding old : versions.getOrDefault(parent, List.of())) {
      boolean refined = List.of(names).contains(old.name());
      classes.add(refined || random.source().nextDouble() < shape.moved() ? moved(old) : old);
      for (int i = 0; refined && i < tests; i++) {
        float[] example = random.near(old.zeroShotTextFeature(), 0.6);
        System.arraycopy(example, 0, examples, labels.size() * example.length, example.length);
        labels.add(old.name());
      }
    }
    TestSet fresh = new TestSet(task, List.of(names), labels, examples, shape.dimension());
    add(
        version(number, parent, task, List.of(), classes, Optional.empty()),
        fresh,
        UnaryOperator.identity());
    return number;
  }

  /**
   * Takes classes out of a version, with their test examples.
   *
   * @return the number of the new version
   */
  int forget(int parent, Forgetting what) {
    int number = store.nextVersion(name);
    List<ClassEmbedding> classes =
        versions.getOrDefault(parent, List.of()).stream()
            .filter(entry -> !what.classes().contains(entry.name()))
            .toList();
    Version version =
        version(number, parent, "without " + what, List.of(), classes, Optional.of(what));
    List<Integer> lineage = new ArrayList<>(lineages.getOrDefault(parent, List.of()));
    List<TestSet> sets = lineage.stream().map(this::testSet).toList();
    Optional<PromptedTests> prompted =
        isOwn(number)
            ? sight.map(own -> own.without(number, parent, sets, what))
            : Optional.empty();
    List<CellScore> scores =
        LearnerHistory.of(store, name, parent)
            .measureWithout(version, prompted.map(PromptedTests::seen));
    TestSet none =
        new TestSet(version.task(), List.of(), List.of(), new float[0], shape.dimension());
    store.add(
        new NewVersion(version, none, scores, version.parent(), List.of(), prompted), Map.of());
    lineage.add(number);
    lineages.put(number, lineage);
    versions.put(number, classes);
    testSets.put(number, none);
    forgot.add(number);
    return number;
  }

  TestSet testSet(int number) {
    TestSet set = testSets.get(number);
    if (set == null) {
      throw new IllegalArgumentException("no version " + number);
    }
    return set;
  }

  private List<CellScore> scores(List<Integer> lineage) {
    int last = lineage.get(lineage.size() - 1);
    List<TestSet> sets = lineage.stream().map(this::testSet).toList();
    List<ClassEmbedding> classes = versions.getOrDefault(last, List.of());
    List<Cell> cells =
        StoredEvaluation.evaluator(sets, classes)
            .lastTask(
                row ->
                    isOwn(lineage.get(row - 1))
                        ? Optional.empty()
                        : features(lineage.get(row - 1)));
    if (isOwn(last)) {
      cells.addAll(sight.orElseThrow().row(last, sets, classes));
    }
    return cells.stream()
        .map(
            cell ->
                new CellScore(
                    cell.row() == 0 ? 0 : lineage.get(cell.row() - 1),
                    sets.get(cell.column() - 1).task(),
                    cell.correct(),
                    cell.total()))
        .toList();
  }

  private boolean isOwn(int number) {
    return sight.filter(own -> own.isOf(number)).isPresent();
  }

  /** Nobody can measure with what was pruned. */
  private Optional<ClassWeights> features(int number) {
    return pruned.contains(number) ? Optional.empty() : Optional.ofNullable(features.get(number));
  }

  /** Prunes all but the last versions. */
  void prune(int keepLast) {
    PruneRule rule = new PruneRule(Optional.empty(), OptionalInt.of(keepLast), OptionalInt.empty());
    pruned.addAll(store.prune(name, rule, false).pruned());
  }

  private ClassEmbedding fresh(String className, float[] prototype) {
    float[] embedding = random.gaussian(2 * WIDTH);
    return new ClassEmbedding(
        className,
        2,
        WIDTH,
        embedding,
        new int[0],
        embedding,
        random.near(prototype, 0.2),
        random.near(prototype, 0.5),
        new float[0]);
  }

  private ClassEmbedding moved(ClassEmbedding old) {
    float[] embedding = old.labelEmbedding().clone();
    for (int i = 0; i < embedding.length; i++) {
      embedding[i] += (float) (shape.drift() * random.source().nextGaussian());
    }
    return new ClassEmbedding(
        old.name(),
        old.vectors(),
        old.width(),
        embedding,
        old.tailTokenIds(),
        old.labelEmbedding(),
        random.near(old.textFeature(), shape.drift()),
        old.zeroShotTextFeature(),
        old.imagePrototype());
  }

  private Version version(
      int number,
      int parent,
      String task,
      List<String> names,
      List<ClassEmbedding> classes,
      Optional<Forgetting> forgetting) {
    return new Version(
        name,
        number,
        parent == 0 ? OptionalInt.empty() : OptionalInt.of(parent),
        Instant.parse("2026-11-24T12:00:00Z").plusSeconds(number),
        task,
        names,
        classes,
        new Provenance(
            "event-" + number,
            "made-up",
            0,
            number,
            Map.of(),
            1,
            "none",
            "00",
            "test",
            "17",
            "os",
            "arch",
            "processor",
            "none",
            1),
        Map.of(),
        EmbeddingsDigest.sha256(classes),
        Optional.empty(),
        forgetting);
  }
}
