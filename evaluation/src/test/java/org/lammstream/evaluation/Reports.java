package org.lammstream.evaluation;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Report.CheckpointId;
import org.lammstream.evaluation.Report.Seconds;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;

/** Made-up reports for tests. */
public final class Reports {

  static final String DIGEST = "0123456789abcdef".repeat(4);

  private Reports() {}

  /** A report of so many tasks at random. */
  public static Report random(int tasks, long seed) {
    return of(Sequences.random(tasks, seed), Sequences.baseline(tasks));
  }

  /** A report of so many tasks, with accuracies as real learners show them. */
  public static Report plausible(int tasks, long seed) {
    return of(Sequences.plausible(tasks, seed), Sequences.baseline(tasks));
  }

  static Report of(AccuracyMatrix matrix, ZeroShot zeroShot) {
    return of(matrix, zeroShot, Map.of("shots", "16", "old", "frozen"), 1, DIGEST);
  }

  static Report of(
      AccuracyMatrix matrix,
      ZeroShot zeroShot,
      Map<String, String> configuration,
      long seed,
      String digest) {
    List<TaskReport> tasks =
        matrix.tasks().stream()
            .map(
                name ->
                    new TaskReport(
                        name,
                        List.of(name + " cat", name + " dög"),
                        32,
                        matrix.total(0, matrix.tasks().indexOf(name) + 1),
                        new Seconds(1.25, 2.5, 0.125, 0.0625)))
            .toList();
    List<VersionReport> versions =
        IntStream.rangeClosed(1, tasks.size())
            .mapToObj(number -> new VersionReport(number, digest))
            .toList();
    return Report.of(
        "demo",
        new CheckpointId("clip", DIGEST),
        seed,
        configuration,
        tasks,
        matrix,
        zeroShot,
        versions);
  }
}
