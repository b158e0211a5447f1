package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.Report.CheckpointId;
import org.lammstream.evaluation.Report.Seconds;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;
import org.lammstream.evaluation.ReportJson;
import org.lammstream.evaluation.ZeroShot;
import org.lammstream.evaluation.chart.AccuracyChart;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.cli.data.PreparedTask;
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
      EmbeddingStore store, ClipModel model, JobPlan plan, Map<String, Double> commitSeconds) {
    LearnerHistory history = history(store, plan);
    Map<String, PreparedTask> prepared = new HashMap<>();
    plan.tasks().forEach(task -> prepared.put(task.eventId(), task));
    List<TaskReport> tasks = new ArrayList<>();
    List<VersionReport> versions = new ArrayList<>();
    for (VersionSummary version : history.versions()) {
      String eventId = version.provenance().eventId();
      PreparedTask task = prepared.get(eventId);
      if (task == null) {
        throw new IllegalStateException("version " + version.number() + " is not of this job");
      }
      Map<String, Double> seconds = new HashMap<>(version.seconds());
      seconds.put("commit", commitSeconds.getOrDefault(eventId, 0.0));
      tasks.add(
          new TaskReport(
              version.task(),
              version.newClasses(),
              task.event().train().size(),
              task.event().test().size(),
              Seconds.of(seconds)));
      versions.add(new VersionReport(version.number(), version.embeddingsSha256()));
    }
    AccuracyMatrix matrix = history.matrix();
    ZeroShot zeroShot = history.evaluator().zeroShot();
    Map<String, String> configuration =
        new LinkedHashMap<>(LearnerConfiguration.from(plan.configuration()).toMap());
    configuration.put("shots", Integer.toString(plan.shots()));
    Report report =
        Report.of(
            plan.learner(),
            new CheckpointId(model.name(), model.sha256()),
            plan.seed(),
            configuration,
            tasks,
            matrix,
            zeroShot,
            versions);
    return new JobReport(report, matrix, zeroShot);
  }

  /** Up to the job's last task: others may have been learned since. */
  private static LearnerHistory history(EmbeddingStore store, JobPlan plan) {
    String last = plan.tasks().get(plan.tasks().size() - 1).eventId();
    return store.versions(plan.learner()).stream()
        .filter(version -> version.provenance().eventId().equals(last))
        .findFirst()
        .map(version -> LearnerHistory.of(store, plan.learner(), version.number()))
        .orElseGet(() -> LearnerHistory.of(store, plan.learner()));
  }

  Report report() {
    return report;
  }

  AccuracyMatrix matrix() {
    return matrix;
  }

  ZeroShot zeroShot() {
    return zeroShot;
  }

  /**
   * Writes the files. The picture repeats what the report says, so a machine that cannot draw (Java
   * without fonts) only gets a notice.
   *
   * @param notices hears why there is no picture
   * @return paths of the files written
   */
  List<Path> write(Path folder, Consumer<String> notices) throws IOException {
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
            "%s, %s shots, %d classes in %d tasks",
            report.checkpoint().name(),
            report.configuration().get("shots"),
            report.tasks().stream().mapToInt(task -> task.classes().size()).sum(),
            matrix.size());
    AccuracyChart.of("Accuracy on the tasks so far", subtitle, matrix, zeroShot).write(picture);
  }
}
