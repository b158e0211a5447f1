package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.List;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.evaluation.chart.VariantChart.Axis;
import org.lammstream.evaluation.chart.VariantChart.Curve;
import org.lammstream.evaluation.chart.VariantChart.Panel;
import org.lammstream.manager.cli.experiment.MeanDeviation;

/** Accuracy in each exam, a line for each method, a panel for each data set and number of shots. */
final class ExamPicture {
  private ExamPicture() {}

  /**
   * A picture.
   *
   * @param exams from the left
   * @param axis what they are
   * @param checkpoint its name
   */
  static VariantChart of(Measured measured, List<String> exams, String axis, String checkpoint) {
    List<Panel> panels = new ArrayList<>();
    for (String dataset : measured.datasets()) {
      for (int shots : measured.shots()) {
        List<Curve> curves =
            measured.methods().stream()
                .map(method -> curve(method, measured.runs(dataset, method, shots), exams))
                .toList();
        panels.add(
            new Panel(
                "%s, training images per class: %s".formatted(dataset, TableCells.shots(shots)),
                curves));
      }
    }
    return new VariantChart(
        "Accuracy on test images",
        "mean of the runs of each method, band of one standard deviation; checkpoint " + checkpoint,
        panels,
        new Axis(axis, exams));
  }

  private static Curve curve(String method, Measured.Runs runs, List<String> exams) {
    List<MeanDeviation> points = exams.stream().map(runs::percent).toList();
    return new Curve(
        method,
        points.stream().map(point -> point.mean() / 100).toList(),
        points.stream().map(point -> point.deviation() / 100).toList());
  }
}
