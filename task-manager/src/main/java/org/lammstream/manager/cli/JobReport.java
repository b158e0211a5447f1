package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.MatrixTable;
import org.lammstream.evaluation.MetricsTable;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.Report.CheckpointId;
import org.lammstream.evaluation.Report.Seconds;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;
import org.lammstream.evaluation.ReportJson;
import org.lammstream.evaluation.ZeroShot;
import org.lammstream.evaluation.chart.AccuracyChart;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/** What a finished job leaves: {@code report.json} and the accuracy-over-tasks picture. */
final class JobReport {
  private final Report report;
  private final AccuracyMatrix matrix;
  private final ZeroShot zeroShot;

  private JobReport(Report report, AccuracyMatrix matrix, ZeroShot zeroShot) {
    this.report = report;
    this.matrix = matrix;
    this.zeroShot = zeroShot;
  }

  /**
   * Reads everything from the store, so that the report tells what is durable.
   *
   * @param commitSeconds per event id; a version cannot store how long its own commit took
   */
  static JobReport of(
      EmbeddingStore store, ClipModel model, ReportFacts facts, Map<String, Double> commitSeconds) {
    LearnerHistory history = history(store, facts);
    List<TaskReport> tasks = new ArrayList<>();
    List<VersionReport> versions = new ArrayList<>();
    for (VersionSummary version : history.learned()) {
      String eventId = version.provenance().eventId();
      ReportFacts.Sizes sizes = facts.sizes().get(eventId);
      if (sizes == null) {
        throw new IllegalStateException("version " + version.number() + " is not of this job");
      }
      Map<String, Double> seconds = new HashMap<>(version.seconds());
      seconds.put("commit", commitSeconds.getOrDefault(eventId, 0.0));
      tasks.add(
          new TaskReport(
              version.task(),
              version.newClasses(),
              sizes.train(),
              sizes.test(),
              Seconds.of(seconds)));
      versions.add(new VersionReport(version.number(), version.embeddingsSha256()));
    }
    AccuracyMatrix matrix = history.matrix();
    ZeroShot zeroShot = history.evaluator().zeroShot();
    Report report =
        Report.of(
            facts.learner(),
            new CheckpointId(model.name(), model.sha256()),
            facts.seed(),
            configuration(facts, history.learned()),
            tasks,
            matrix,
            zeroShot,
            versions);
    return new JobReport(report, matrix, zeroShot);
  }

  /**
   * As the versions were learned: a learner goes on with the views and the head that it began with,
   * and a job that another program began had other defaults. Where tasks differ, the value says so.
   */
  private static Map<String, String> configuration(
      ReportFacts facts, List<VersionSummary> learned) {
    Map<String, String> configuration = new HashMap<>();
    for (VersionSummary version : learned) {
      LearnerConfiguration.recorded(version.provenance().configuration())
          .forEach(
              (key, value) ->
                  configuration.merge(
                      key, value, (one, other) -> one.equals(other) ? one : "varies by task"));
    }
    facts.shots().ifPresent(shots -> configuration.put("shots", Integer.toString(shots)));
    return configuration;
  }

  /** Up to the job's last task: others may have been learned since. */
  private static LearnerHistory history(EmbeddingStore store, ReportFacts facts) {
    LearnerHistory all = LearnerHistory.of(store, facts.learner());
    return all.learned().stream()
        .filter(version -> facts.sizes().containsKey(version.provenance().eventId()))
        .reduce((earlier, later) -> later)
        .map(last -> LearnerHistory.of(store, facts.learner(), last.number()))
        .orElse(all);
  }

  Report report() {
    return report;
  }

  /** Shows the matrix's zero-shot row and the numbers, writes the files and names them. */
  void finish(Console console, Path folder) throws IOException {
    console.out().println(new MatrixTable(matrix.tasks(), JobView.WIDTH, false).row(matrix, 0));
    console.out().println();
    console.out().println(MetricsTable.render(report.metrics(), zeroShot));
    console.out().println();
    for (Path file : write(folder, notice -> console.err().println("note: " + notice))) {
      console.out().println("wrote " + file);
    }
  }

  /**
   * Writes the files. The picture repeats what the report says, so a machine that cannot draw (Java
   * without fonts) only gets a notice.
   *
   * @param notices hears why there is no picture
   * @return paths of the files written
   */
  private List<Path> write(Path folder, Consumer<String> notices) throws IOException {
    Files.createDirectories(folder);
    Path json = folder.resolve("report.json");
    ReportJson.write(report, json);
    Path picture = folder.resolve("accuracy.png");
    try {
      Files.deleteIfExists(picture); // one of an earlier report must not be taken for this one's
      draw(picture);
      return List.of(json, picture);
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      notices.accept("no picture: " + ErrorLine.of(e));
      return List.of(json);
    }
  }

  private void draw(Path picture) throws IOException {
    String subtitle =
        String.format(
            Locale.ROOT,
            "%s, %s%d classes in %d tasks",
            report.checkpoint().name(),
            Optional.ofNullable(report.configuration().get("shots"))
                .map(shots -> shots + " shots, ")
                .orElse(""),
            report.tasks().stream().mapToInt(task -> task.classes().size()).sum(),
            matrix.size());
    AccuracyChart.of("Accuracy on the tasks so far", subtitle, matrix, zeroShot).write(picture);
  }
}
