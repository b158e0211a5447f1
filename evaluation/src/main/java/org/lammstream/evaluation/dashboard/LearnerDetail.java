package org.lammstream.evaluation.dashboard;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;
import org.lammstream.evaluation.MissingCellException;

/**
 * A learner with its history. In JSON the fields of the summary stand beside the others, and {@code
 * tasks} are the tasks, not their number.
 *
 * @param summary at a glance
 * @param tasks that led to the head, in order
 * @param accuracyMatrix row 0 zero-shot, then one row per task; fractions, empty where not measured
 * @param curves accuracy over tasks
 * @param forgettingPerTask best earlier accuracy on each task minus the last one; empty for the
 *     last task and for those without test examples
 * @param metrics by name, as far as they can be computed; see {@code Metrics}
 * @param aliases numbers by name
 * @param versions all there are, by number
 */
public record LearnerDetail(
    @JsonUnwrapped @JsonIgnoreProperties("tasks") LearnerSummary summary,
    List<TaskEntry> tasks,
    List<List<OptionalDouble>> accuracyMatrix,
    Curves curves,
    List<OptionalDouble> forgettingPerTask,
    Map<String, Double> metrics,
    Map<String, Integer> aliases,
    List<VersionEntry> versions) {

  private static final String CHAMPION = "champion";

  /** Copies the collections. */
  public LearnerDetail {
    tasks = List.copyOf(tasks);
    accuracyMatrix = accuracyMatrix.stream().map(List::copyOf).toList();
    forgettingPerTask = List.copyOf(forgettingPerTask);
    metrics = Map.copyOf(metrics);
    aliases = Map.copyOf(aliases);
    versions = List.copyOf(versions);
  }

  /** All that follows from the facts. */
  public static LearnerDetail of(LearnerFacts facts) {
    Curves curves =
        facts.matrix().map(matrix -> Curves.of(matrix, facts.zeroShot())).orElse(Curves.NONE);
    List<OptionalDouble> forgetting =
        facts.matrix().map(LearnerDetail::forgetting).orElse(List.of());
    LearnerSummary summary = summary(facts, curves, forgetting);
    return new LearnerDetail(
        summary,
        facts.tasks(),
        facts.matrix().map(LearnerDetail::rows).orElse(List.of()),
        curves,
        forgetting,
        facts.matrix().map(matrix -> metrics(matrix, summary)).orElse(Map.of()),
        facts.aliases(),
        facts.versions());
  }

  /** The same learner, doing something else. */
  public LearnerDetail with(Optional<RunningTask> running) {
    return new LearnerDetail(
        summary.with(running),
        tasks,
        accuracyMatrix,
        curves,
        forgettingPerTask,
        metrics,
        aliases,
        versions);
  }

  private static LearnerSummary summary(
      LearnerFacts facts, Curves curves, List<OptionalDouble> forgetting) {
    Integer champion = facts.aliases().get(CHAMPION);
    Optional<Instant> newest =
        facts.versions().stream()
            .flatMap(version -> version.createdAt().stream())
            .max(Comparator.naturalOrder());
    return new LearnerSummary(
        facts.name(),
        facts.tasks().stream().mapToInt(task -> task.classes().size()).sum(),
        facts.tasks().size(),
        facts.head(),
        champion == null ? OptionalInt.empty() : OptionalInt.of(champion),
        last(curves.average()),
        curves.average().stream().flatMapToDouble(OptionalDouble::stream).average(),
        forgetting.stream().flatMapToDouble(OptionalDouble::stream).average(),
        last(curves.zeroShot()),
        newest,
        facts.running());
  }

  private static OptionalDouble last(List<OptionalDouble> curve) {
    return curve.isEmpty() ? OptionalDouble.empty() : curve.get(curve.size() - 1);
  }

  private static List<List<OptionalDouble>> rows(AccuracyMatrix matrix) {
    List<List<OptionalDouble>> rows = new ArrayList<>();
    for (int row = 0; row <= matrix.size(); row++) {
      int of = row;
      rows.add(
          IntStream.rangeClosed(1, matrix.size())
              .mapToObj(column -> Curves.cell(matrix, of, column))
              .toList());
    }
    return rows;
  }

  private static List<OptionalDouble> forgetting(AccuracyMatrix matrix) {
    int last = matrix.size();
    List<OptionalDouble> all = new ArrayList<>();
    for (int task = 1; task <= last; task++) {
      int column = task;
      OptionalDouble best =
          IntStream.range(column, last)
              .mapToObj(row -> Curves.cell(matrix, row, column))
              .flatMapToDouble(OptionalDouble::stream)
              .max();
      OptionalDouble now = Curves.cell(matrix, last, column);
      all.add(
          best.isPresent() && now.isPresent()
              ? OptionalDouble.of(best.getAsDouble() - now.getAsDouble())
              : OptionalDouble.empty());
    }
    return all;
  }

  /** All metrics, or where cells are missing those that need none above the diagonal. */
  private static Map<String, Double> metrics(AccuracyMatrix matrix, LearnerSummary summary) {
    Map<String, Double> metrics = new TreeMap<>();
    try {
      if (matrix.hasTestExamples()) {
        metrics.putAll(Metrics.of(matrix).toMap());
        metrics.values().removeIf(value -> !Double.isFinite(value));
      }
    } catch (MissingCellException e) {
      put(metrics, "averageIncrementalAccuracy", summary.averageIncrementalAccuracy());
      put(metrics, "lastAccuracy", summary.lastAccuracy());
      put(metrics, "forgetting", summary.forgetting());
    }
    return metrics;
  }

  private static void put(Map<String, Double> metrics, String name, OptionalDouble value) {
    value.ifPresent(number -> metrics.put(name, number));
  }
}
