package org.lammstream.manager.forget;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.lammstream.evaluation.head.ClassSum;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.FeatureKey;
import org.lammstream.store.ImageSum;
import org.lammstream.store.LearnedExample;
import org.lammstream.store.Version;
import org.lammstream.store.VisualState;

/** What is left of a version: all classes but those that go, and images but theirs. */
final class Subtraction {

  /** Differences per image below this are rounding: features are of length 1. */
  private static final double ROUNDING = 1e-7;

  private final EmbeddingStore store;
  private final Version head;
  private final ForgetPlan plan;
  private final Optional<ImageStatistics> left;

  /**
   * Takes the images out, if the version has counted them.
   *
   * @throws ForgetException if their features cannot be found
   */
  Subtraction(EmbeddingStore store, Version head, ForgetPlan plan) {
    this.store = store;
    this.head = head;
    this.plan = plan;
    this.left = head.visual().map(this::without);
  }

  /** The classes that stay, in their order. */
  List<ClassEmbedding> classes() {
    List<ClassEmbedding> classes = new ArrayList<>();
    for (ClassEmbedding entry : head.classes()) {
      if (!plan.classes().contains(entry.name())) {
        classes.add(left.map(statistics -> counted(entry, statistics)).orElse(entry));
      }
    }
    return classes;
  }

  /** The head's, without the images that go. */
  Optional<VisualState> visual() {
    return head.visual().flatMap(state -> left.map(statistics -> visual(state, statistics)));
  }

  /** What was chosen from all images is chosen again from those that stay. */
  private VisualState visual(VisualState before, ImageStatistics statistics) {
    VisualState same =
        new VisualState(
            before.scoring(), statistics.gram(), statistics.scatter(), tasks(before.tasks()));
    return LearnerConfiguration.recordedAuto(head.provenance().configuration())
        .choose(same, classes());
  }

  private List<Integer> tasks(List<Integer> before) {
    List<Integer> tasks = new ArrayList<>();
    int at = 0;
    for (int count : before) {
      long stay =
          head.classes().subList(at, at + count).stream()
              .filter(entry -> !plan.classes().contains(entry.name()))
              .count();
      if (stay > 0) {
        tasks.add((int) stay);
      }
      at += count;
    }
    return tasks;
  }

  private static ClassEmbedding counted(ClassEmbedding entry, ImageStatistics statistics) {
    ClassSum sum = Objects.requireNonNull(statistics.classes().get(entry.name()));
    if (sum.count() == entry.images().count()) {
      return entry;
    }
    return new ClassEmbedding(
        entry.name(),
        entry.vectors(),
        entry.width(),
        entry.labelEmbedding(),
        entry.tailTokenIds(),
        entry.anchor(),
        entry.textFeature(),
        entry.zeroShotTextFeature(),
        entry.imagePrototype(),
        entry.imageWeight(),
        new ImageSum(sum.sum(), sum.count()));
  }

  private ImageStatistics without(VisualState visual) {
    checkCounts();
    int dimension = head.classes().get(0).textFeature().length;
    List<float[]> features = features();
    float[] all = new float[features.size() * dimension];
    for (int i = 0; i < features.size(); i++) {
      System.arraycopy(features.get(i), 0, all, i * dimension, dimension);
    }
    double[] mapped = VersionWeights.map(visual.scoring(), dimension).apply(all);
    List<String> labels = plan.trained().stream().map(LearnedExample::label).toList();
    checkSums(ImageStatistics.none(visual.dimension()).plus(labels, mapped));
    return VersionWeights.statistics(head.classes(), visual).minus(labels, mapped);
  }

  /** Every image that was counted must be known, or something would stay in the sum of all. */
  private void checkCounts() {
    Map<String, Long> known = new HashMap<>();
    plan.trained().forEach(example -> known.merge(example.label(), 1L, Long::sum));
    for (ClassEmbedding entry : head.classes()) {
      long there = entry.images().count();
      long taken = known.getOrDefault(entry.name(), 0L);
      boolean goes = plan.classes().contains(entry.name());
      if (goes && taken != there) {
        throw new ForgetException(
            "class '%s' was learned from %d images, of which the store knows %d; replay the learner's tasks without it instead"
                .formatted(entry.name(), there, taken));
      }
      if (!goes && taken >= there) {
        throw new ForgetException(
            "class '%s' would have no image left; forget it with --class first"
                .formatted(entry.name()));
      }
    }
  }

  private List<float[]> features() {
    String view =
        FeatureKey.meanOf(LearnerConfiguration.recordedViews(head.provenance().configuration()));
    List<float[]> features = new ArrayList<>();
    int nameless = 0;
    int missing = 0;
    for (LearnedExample example : plan.trained()) {
      Optional<float[]> feature =
          example
              .contentSha256()
              .map(content -> new FeatureKey(head.provenance().checkpointSha256(), content, view))
              .flatMap(store::feature);
      feature.ifPresent(features::add);
      nameless += example.contentSha256().isEmpty() ? 1 : 0;
      missing += example.contentSha256().isPresent() && feature.isEmpty() ? 1 : 0;
    }
    if (nameless > 0) {
      throw new ForgetException(
          "%d of %d training examples came as features, not as images, and cannot be found again; replay the learner's tasks without them instead"
              .formatted(nameless, plan.trained().size()));
    }
    if (missing > 0) {
      throw new ForgetException(
          "%d of the %d image features that are to be taken out are not in this store's cache; forget in the store of the worker that learned them, or replay the learner's tasks without them"
              .formatted(missing, plan.trained().size()));
    }
    return features;
  }

  /** What is taken out must be what was put in. */
  private void checkSums(ImageStatistics taken) {
    for (ClassEmbedding entry : head.classes()) {
      if (!plan.classes().contains(entry.name())) {
        continue;
      }
      ClassSum sum = Objects.requireNonNull(taken.classes().get(entry.name()));
      double length = 0;
      double difference = 0;
      for (int i = 0; i < sum.sum().length; i++) {
        double there = entry.images().sum()[i];
        length = Math.max(length, Math.abs(there));
        difference = Math.max(difference, Math.abs(there - sum.sum()[i]));
      }
      if (!(difference <= ROUNDING * Math.max((double) sum.count(), length))) {
        throw new ForgetException(
            "the image features of class '%s' in the cache are not those it was learned from; replay the learner's tasks without it instead"
                .formatted(entry.name()));
      }
    }
  }
}
