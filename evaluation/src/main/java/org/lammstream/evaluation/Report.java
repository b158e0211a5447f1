package org.lammstream.evaluation;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What {@code report.json} says about one learner's sequence of tasks. The JSON form is a contract:
 * {@link #SCHEMA}, JSON Schema 2020-12, describes it; {@link ReportJson} writes and reads it.
 *
 * @param schemaVersion {@link #SCHEMA_VERSION}
 * @param learner name of the learner
 * @param checkpoint the CLIP checkpoint it stands on
 * @param seed seed of the run
 * @param configuration the learner's settings, sorted by name
 * @param tasks in order of arrival
 * @param accuracyMatrix row 0 zero-shot, then one row per task; each row covers every task of the
 *     sequence, seen or not; fractions; NaN ({@code null} in JSON) for a task without test
 *     examples, and for a task to come that nobody can measure any more because the row's version
 *     was pruned before it came, or that cannot be measured because the version sees images in its
 *     own way
 * @param metrics the numbers computed from the matrix
 * @param zeroShot the baseline in the growing label space
 * @param versions the versions the tasks were committed as, ascending
 */
public record Report(
    int schemaVersion,
    String learner,
    CheckpointId checkpoint,
    long seed,
    Map<String, String> configuration,
    List<TaskReport> tasks,
    List<List<Double>> accuracyMatrix,
    Metrics metrics,
    ZeroShot zeroShot,
    List<VersionReport> versions) {

  /** Version of the JSON form. */
  public static final int SCHEMA_VERSION = 1;

  /** Class path resource with the JSON Schema. */
  public static final String SCHEMA = "/schema/report-1.json";

  /**
   * Name and digest of a checkpoint.
   *
   * @param name its folder's name
   * @param sha256 digest, 64 hexadecimal digits
   */
  public record CheckpointId(String name, String sha256) {}

  /**
   * One task of the sequence.
   *
   * @param name task name
   * @param classes its classes in order
   * @param trainExamples number of training examples
   * @param testExamples number of test examples
   * @param seconds time spent on it
   */
  public record TaskReport(
      String name, List<String> classes, int trainExamples, int testExamples, Seconds seconds) {

    /** Takes its own copy of the classes. */
    public TaskReport {
      classes = List.copyOf(classes);
    }
  }

  /** Wall-clock seconds of the phases of one task. */
  public record Seconds(double encode, double align, double evaluate, double commit) {

    /** The phases of this name in a map; absent ones are 0. */
    public static Seconds of(Map<String, Double> phases) {
      return new Seconds(
          phases.getOrDefault("encode", 0.0),
          phases.getOrDefault("align", 0.0),
          phases.getOrDefault("evaluate", 0.0),
          phases.getOrDefault("commit", 0.0));
    }
  }

  /**
   * One version of the learner.
   *
   * @param number 1, 2, …
   * @param sha256 digest of its label embeddings, 64 hexadecimal digits
   */
  public record VersionReport(int number, String sha256) {}

  /**
   * Takes its own copies.
   *
   * @throws IllegalArgumentException when the matrix does not have a column per task and a row more
   */
  public Report {
    configuration = Collections.unmodifiableMap(new TreeMap<>(configuration));
    tasks = List.copyOf(tasks);
    versions = List.copyOf(versions);
    accuracyMatrix = accuracyMatrix.stream().map(List::copyOf).toList();
    int columns = tasks.size();
    if (accuracyMatrix.size() != columns + 1
        || accuracyMatrix.stream().anyMatch(row -> row.size() != columns)) {
      throw new IllegalArgumentException(
          "the accuracy matrix of %d tasks needs %d rows of %d"
              .formatted(columns, columns + 1, columns));
    }
  }

  /**
   * The report of a matrix; metrics are computed here.
   *
   * @param matrix its tasks are {@code tasks}, in that order
   * @throws MissingCellException when a cell has not been measured that the metrics need
   * @throws IllegalArgumentException when the matrix belongs to other tasks
   */
  public static Report of(
      String learner,
      CheckpointId checkpoint,
      long seed,
      Map<String, String> configuration,
      List<TaskReport> tasks,
      AccuracyMatrix matrix,
      ZeroShot zeroShot,
      List<VersionReport> versions) {
    if (!matrix.tasks().equals(tasks.stream().map(TaskReport::name).toList())) {
      throw new IllegalArgumentException("the accuracy matrix belongs to other tasks");
    }
    return new Report(
        SCHEMA_VERSION,
        learner,
        checkpoint,
        seed,
        configuration,
        tasks,
        fractions(matrix),
        Metrics.of(matrix),
        zeroShot,
        versions);
  }

  /**
   * After each task, mean accuracy over the tasks so far that have test examples.
   *
   * @return one fraction per task; NaN where no task so far has test examples
   */
  public List<Double> curve() {
    return IntStream.rangeClosed(1, tasks.size())
        .mapToObj(
            row ->
                accuracyMatrix.get(row).subList(0, row).stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(accuracy -> !Double.isNaN(accuracy))
                    .average()
                    .orElse(Double.NaN))
        .toList();
  }

  private static List<List<Double>> fractions(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(0, matrix.size())
        .mapToObj(
            row ->
                IntStream.rangeClosed(1, matrix.size())
                    .mapToObj(
                        column ->
                            matrix.contains(row, column)
                                ? matrix.accuracy(row, column)
                                : Double.NaN)
                    .toList())
        .toList();
  }
}
