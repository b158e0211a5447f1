package org.lammstream.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Several runs side by side; the first is the base that the others are compared with. All
 * accuracies are fractions; a difference is the run's value minus the base's. {@link #SCHEMA}
 * describes the JSON form. Immutable and thread-safe.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param runs all runs, the base first
 * @param metrics the numbers of all runs
 * @param differences of every run but the base, in the same order
 */
public record Comparison(
    int schemaVersion,
    List<ComparedRun> runs,
    List<MetricLine> metrics,
    List<RunDifference> differences) {

  /** Version of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /** Class path resource with the JSON Schema. */
  public static final String SCHEMA = "/schema/comparison-1.json";

  /**
   * One run.
   *
   * @param name short name, unique
   * @param description what distinguishes it; may be empty
   * @param tasks task names in the order they were learned
   * @param curve after each task, mean accuracy over the tasks so far; NaN while no task had test
   *     examples
   * @param zeroShotCurve the same of the untouched checkpoint, see {@link ZeroShot}
   * @param versions digests of the versions, in order
   */
  public record ComparedRun(
      String name,
      String description,
      List<String> tasks,
      List<Double> curve,
      List<Double> zeroShotCurve,
      List<Report.VersionReport> versions) {

    /** Takes its own copies. */
    public ComparedRun {
      tasks = List.copyOf(tasks);
      curve = List.copyOf(curve);
      zeroShotCurve = List.copyOf(zeroShotCurve);
      versions = List.copyOf(versions);
    }
  }

  /**
   * One number of all runs.
   *
   * @param metric its name as in {@link Metrics}; with {@code zeroShot.} before it the untouched
   *     checkpoint's, as in {@link ZeroShot}
   * @param values one per run; NaN where it has none
   * @param differences one per run, 0 for the base; NaN where either has none
   */
  public record MetricLine(String metric, List<Double> values, List<Double> differences) {

    /** Takes its own copies. */
    public MetricLine {
      values = List.copyOf(values);
      differences = List.copyOf(differences);
    }
  }

  /**
   * How one run differs from the base.
   *
   * @param run its name
   * @param settings settings whose values differ, by name; the seed is one of them
   * @param sameTasks whether both learned the same tasks (name, classes, number of test examples)
   *     in the same order
   * @param matrix the accuracy matrix minus the base's, row 0 zero-shot, NaN where either has no
   *     accuracy; empty unless {@code sameTasks}
   * @param lastRow last accuracy per task by name: the base's tasks in its order, then others
   * @param versions whether the label embeddings are the same
   */
  public record RunDifference(
      String run,
      List<SettingDifference> settings,
      boolean sameTasks,
      Optional<List<List<Double>>> matrix,
      List<TaskDifference> lastRow,
      DigestComparison versions) {

    /** Takes its own copies. */
    public RunDifference {
      settings = List.copyOf(settings);
      matrix = matrix.map(rows -> rows.stream().map(List::copyOf).toList());
      lastRow = List.copyOf(lastRow);
    }
  }

  /**
   * A setting with two values.
   *
   * @param name of the setting
   * @param base value in the base, if it has one
   * @param value in the run, if it has one
   */
  public record SettingDifference(String name, Optional<String> base, Optional<String> value) {}

  /**
   * One task's accuracy after the last task of each run.
   *
   * @param task name
   * @param base accuracy in the base; NaN if it did not learn the task, or without test examples
   * @param value accuracy in the run; likewise
   * @param difference {@code value - base}; NaN where either is
   */
  public record TaskDifference(String task, double base, double value, double difference) {}

  /**
   * Digests compared place by place.
   *
   * @param equal whether both have equally many versions and all digests are equal
   * @param leading how many versions are equal before the first that differs
   * @param firstDifferent the first place at which the digests differ or one run has no version
   */
  public record DigestComparison(
      boolean equal, int leading, Optional<DifferentVersion> firstDifferent) {}

  /**
   * The first place at which two runs differ.
   *
   * @param place counted from 1
   * @param task the run's task there; the base's where the run has none
   * @param base the base's version there, if it has one
   * @param version the run's version there, if it has one
   */
  public record DifferentVersion(
      int place,
      String task,
      Optional<Report.VersionReport> base,
      Optional<Report.VersionReport> version) {}

  /** Takes its own copies. */
  public Comparison {
    runs = List.copyOf(runs);
    metrics = List.copyOf(metrics);
    differences = List.copyOf(differences);
  }

  /**
   * Compares runs.
   *
   * @param runs at least one; the first is the base
   * @throws IllegalArgumentException when there is none or two have the same name
   */
  public static Comparison of(List<NamedRun> runs) {
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("a comparison needs at least one run");
    }
    Set<String> names = new HashSet<>();
    for (NamedRun run : runs) {
      if (!names.add(run.name())) {
        throw new IllegalArgumentException("two runs are named '%s'".formatted(run.name()));
      }
    }
    return new RunComparer(runs).compare();
  }

  /** Name of the base. */
  public String base() {
    return runs.get(0).name();
  }

  /** The tables as Markdown, ending with a line feed; long sequences are thinned out, evenly. */
  public String toMarkdown() {
    return new ComparisonMarkdown(this).render();
  }

  /** The JSON form as text, ending with a line feed. */
  public String toJson() {
    return JsonText.of(this);
  }

  /** Writes the JSON form to a file, which appears whole or not at all. */
  public void writeJson(Path file) throws IOException {
    JsonText.write(this, file);
  }
}
