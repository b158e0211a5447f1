package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.lammstream.evaluation.chart.AccuracyChart;
import org.lammstream.evaluation.chart.LostPointsChart;
import org.lammstream.evaluation.stored.EvaluatedVersion;
import org.lammstream.evaluation.stored.HistoryEvaluation;

/** What an evaluation leaves in a folder: JSON and pictures. */
final class EvaluationFiles {
  private final HistoryEvaluation evaluation;

  EvaluationFiles(HistoryEvaluation evaluation) {
    this.evaluation = evaluation;
  }

  private interface Drawing {
    void write(Path png) throws IOException;
  }

  /**
   * Writes the files. The pictures repeat what the JSON says, so a machine that cannot draw (Java
   * without fonts) only gets a notice.
   *
   * @param notices hears why a picture is missing
   * @return paths of the files written
   */
  List<Path> write(Path folder, Consumer<String> notices) throws IOException {
    Files.createDirectories(folder);
    List<Path> written = new ArrayList<>();
    Path json = folder.resolve("evaluation.json");
    evaluation.writeJson(json);
    written.add(json);
    picture(folder.resolve("accuracy.png"), this::accuracy, notices, written);
    picture(folder.resolve("lost-points.png"), this::lostPoints, notices, written);
    return written;
  }

  private static void picture(
      Path png, Drawing drawing, Consumer<String> notices, List<Path> written) {
    try {
      Files.deleteIfExists(png); // one of an earlier evaluation must not be taken for this one's
      drawing.write(png);
      written.add(png);
    } catch (IOException | RuntimeException | LinkageError | InternalError e) {
      notices.accept("no picture: " + ErrorLine.of(e));
    }
  }

  private void accuracy(Path png) throws IOException {
    if (evaluation.zeroShot().isEmpty() || evaluation.metrics().isEmpty()) {
      throw new IOException(png + ": there are no accuracies for all tasks");
    }
    AccuracyChart.of(
            "Accuracy on the tasks so far",
            subtitle(),
            evaluation.matrix(),
            evaluation.zeroShot().get())
        .write(png);
  }

  private void lostPoints(Path png) throws IOException {
    LostPointsChart.of("Test examples lost, by cause", subtitle(), evaluation.lostPoints())
        .write(png);
  }

  private String subtitle() {
    List<EvaluatedVersion> versions = evaluation.versions();
    return String.format(
        Locale.ROOT,
        "%s, version %d, %d classes in %d tasks",
        evaluation.learner(),
        versions.get(versions.size() - 1).number(),
        versions.stream().mapToInt(version -> version.newClasses().size()).sum(),
        versions.size());
  }
}
