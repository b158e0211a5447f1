package org.lammstream.manager.lamm;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.evaluation.head.ClassSum;
import org.lammstream.evaluation.head.FeatureMap;
import org.lammstream.evaluation.head.GaussianClasses;
import org.lammstream.evaluation.head.ImageStatistics;
import org.lammstream.evaluation.head.ImageStatistics.Unlisted;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.ImageSum;
import org.lammstream.store.Scoring;
import org.lammstream.store.VisualState;

/**
 * The image statistics of a learner after a task. Nothing trains: features are added to sums, so
 * that the order of tasks does not matter. Only the task's own classes are looked at: what a task
 * costs does not grow with what was learned before, but for one look at the number of each class's
 * images.
 *
 * @param sums per class of the task, of all its images so far; empty without a head
 * @param state shared by all classes; empty without a head
 * @param statistics of all classes, of which only the task's are listed; empty without a head
 */
record VisualLearning(
    Map<String, ImageSum> sums, Optional<VisualState> state, Optional<ImageStatistics> statistics) {

  /** Copies the map. */
  VisualLearning {
    sums = Map.copyOf(sums);
  }

  /**
   * Learns the images of a task. A learner that began without a head has not counted the images of
   * its first classes: it has none.
   *
   * @param refined indexes of the known classes that the task has images of
   * @param dimension of the features
   */
  static VisualLearning of(AlignmentTask task, List<Integer> refined, int dimension) {
    Optional<Scoring> scoring = task.configuration().scoring();
    if (scoring.isEmpty() || (task.visual().isEmpty() && !task.known().isEmpty())) {
      return new VisualLearning(Map.of(), Optional.empty(), Optional.empty());
    }
    FeatureMap map = VersionWeights.map(scoring.get(), dimension);
    ImageStatistics before =
        task.visual()
            .map(state -> before(task.known(), refined, state))
            .orElseGet(() -> ImageStatistics.none(map.dimension()));
    List<String> labels = Arrays.stream(task.labels()).mapToObj(task.classes()::get).toList();
    ImageStatistics after = before.plus(labels, map.apply(task.features()));
    Map<String, ImageSum> sums = new LinkedHashMap<>();
    for (String name : task.classes()) {
      Optional.ofNullable(after.classes().get(name))
          .ifPresent(known -> sums.put(name, imageSum(known)));
    }
    return new VisualLearning(
        sums,
        Optional.of(
            new VisualState(
                scoring.get(), after.gram(), after.scatter(), tasks(task, refined.size()))),
        Optional.of(after));
  }

  private static List<Integer> tasks(AlignmentTask task, int refined) {
    return VisualState.withTask(
        task.visual().map(VisualState::tasks).orElse(List.of()), task.classes().size() - refined);
  }

  private static ImageStatistics before(
      List<ClassEmbedding> known, List<Integer> refined, VisualState state) {
    long count = 0;
    for (ClassEmbedding entry : known) {
      count += entry.images().count();
    }
    List<ClassEmbedding> own = refined.stream().map(known::get).toList();
    for (ClassEmbedding entry : own) {
      count -= entry.images().count();
    }
    return VersionWeights.statistics(own, new Unlisted(known.size() - own.size(), count), state);
  }

  private static ImageSum imageSum(ClassSum known) {
    return new ImageSum(known.sum(), known.count());
  }

  /** Of a class of the task. */
  ImageSum sum(String name) {
    return sums.getOrDefault(name, ImageSum.UNKNOWN);
  }

  /** Whether sums of features as they are make prototypes superfluous. */
  boolean replacesPrototypes() {
    return state.filter(known -> known.scoring().expansion() == 0).isPresent();
  }

  /** What the steps of the task's alignment replay. */
  ReplaySource replay(AlignmentTask task, AlignmentPlan plan) {
    if (!(task.configuration().replay() instanceof ReplayPolicy.Gaussian gaussian)
        || !(task.configuration().oldClasses() instanceof OldClasses.Regularized)
        || task.configuration().loss().oldReplay() == 0
        || !replacesPrototypes()) {
      return ReplaySource.PROTOTYPES;
    }
    List<String> names = plan.names();
    int first = gaussian.all() ? 0 : plan.fresh().size();
    if (first == names.size()) {
      return ReplaySource.PROTOTYPES; // there is no old class
    }
    return ReplaySource.gaussian(
        new GaussianClasses(statistics.orElseThrow(), sums(plan)),
        names.subList(first, names.size()),
        IntStream.range(first, names.size()).boxed().toList(),
        gaussian.draws(),
        task.seed());
  }

  /** Of the plan's classes. */
  private Map<String, ClassSum> sums(AlignmentPlan plan) {
    Map<String, ClassSum> all = new HashMap<>(statistics.orElseThrow().classes());
    plan.oldClasses()
        .forEach(entry -> all.computeIfAbsent(entry.name(), name -> VersionWeights.sum(entry)));
    return all;
  }

  /**
   * The state with those numbers of its scoring chosen that the learner leaves to its statistics.
   *
   * @param classes of the new version
   */
  Optional<VisualState> scored(LearnerConfiguration configuration, List<ClassEmbedding> classes) {
    return state.map(known -> configuration.auto().choose(known, classes));
  }
}
