package org.lammstream.manager.cli.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Metrics;

/**
 * What one run measured; accuracies are fractions.
 *
 * @param variant its name
 * @param settings all of the learner's, the defaults of the program that ran it among them
 * @param joint whether each step learned all classes so far anew
 * @param order of the classes
 * @param seed of the run
 * @param shots per class; 0 for all
 * @param tasks names in order
 * @param matrix rows 0 (zero-shot) to T of the accuracy matrix
 * @param metrics by name
 * @param harmonicMean of the accuracy on old and on new classes, mean over the steps from the
 *     second
 * @param secondsPerTask of learning, without encoding; with it where the image tower takes part in
 *     the steps, and where every epoch sees fresh views
 * @param bytesPerClass of the last version's entries, mean over its classes
 * @param sharedBytes of the last version's shared state
 */
public record RunResult(
    String variant,
    Map<String, String> settings,
    boolean joint,
    int order,
    long seed,
    int shots,
    List<String> tasks,
    List<List<Double>> matrix,
    Map<String, Double> metrics,
    double harmonicMean,
    List<Double> secondsPerTask,
    double bytesPerClass,
    long sharedBytes) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * What a run has come to.
   *
   * @param matrix with all rows
   */
  public static RunResult of(
      RunPlan plan,
      AccuracyMatrix matrix,
      List<Double> secondsPerTask,
      double bytesPerClass,
      long sharedBytes) {
    return new RunResult(
        plan.entrant().name(),
        plan.entrant().recorded(),
        plan.entrant().joint(),
        plan.order(),
        plan.seed(),
        plan.shots(),
        matrix.tasks(),
        rows(matrix),
        Metrics.of(matrix).toMap(),
        harmonicMean(matrix),
        List.copyOf(secondsPerTask),
        bytesPerClass,
        sharedBytes);
  }

  private static List<List<Double>> rows(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(0, matrix.size())
        .mapToObj(
            row ->
                IntStream.rangeClosed(1, matrix.size())
                    .mapToObj(column -> matrix.accuracy(row, column))
                    .toList())
        .toList();
  }

  private static double harmonicMean(AccuracyMatrix matrix) {
    return IntStream.rangeClosed(2, matrix.size())
        .mapToDouble(
            row -> {
              double old =
                  IntStream.range(1, row)
                      .mapToDouble(column -> matrix.accuracy(row, column))
                      .average()
                      .orElse(0);
              double fresh = matrix.accuracy(row, row);
              return old + fresh == 0 ? 0 : 2 * old * fresh / (old + fresh);
            })
        .average()
        .orElse(Double.NaN);
  }

  double metric(String name) {
    return metrics.getOrDefault(name, Double.NaN);
  }

  /** Mean accuracy over the tasks so far, after each task. */
  List<Double> curve() {
    return IntStream.range(1, matrix.size())
        .mapToObj(
            row ->
                matrix.get(row).subList(0, row).stream()
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .orElse(Double.NaN))
        .toList();
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, MAPPER.writeValueAsBytes(this));
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static RunResult read(Path file) throws IOException {
    return MAPPER.readValue(file.toFile(), RunResult.class);
  }
}
