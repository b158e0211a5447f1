package org.lammstream.manager.cli.experiment.protocol;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.evaluation.chart.VariantChart.Axis;
import org.lammstream.evaluation.chart.VariantChart.Curve;
import org.lammstream.evaluation.chart.VariantChart.Panel;
import org.lammstream.manager.cli.experiment.MeanDeviation;

/** Accuracy over shots, a curve for each method, as in the paper's main figure. */
final class ShotsPicture {
  private ShotsPicture() {}

  /**
   * The picture of few-shot: the average first, then a panel for each data set.
   *
   * @param checkpoint its name
   */
  static VariantChart of(Measured measured, String checkpoint) {
    List<String> datasets = new ArrayList<>(measured.datasets());
    if (datasets.size() > 1) {
      Collections.rotate(datasets, 1);
    }
    List<Panel> panels = datasets.stream().map(dataset -> panel(measured, dataset)).toList();
    int runs =
        measured.methods().stream()
            .mapToInt(
                method -> measured.runs(datasets.get(0), method, measured.shots().get(0)).count())
            .max()
            .orElse(0);
    String subtitle =
        runs == 1
            ? "one run of each method; checkpoint " + checkpoint
            : "mean of %d runs of each method, band of one standard deviation; checkpoint %s"
                .formatted(runs, checkpoint);
    return new VariantChart(
        "Accuracy over training images per class",
        subtitle,
        panels,
        new Axis(
            "training images per class",
            measured.shots().stream().map(TableCells::shots).toList()));
  }

  private static Panel panel(Measured measured, String dataset) {
    return new Panel(
        dataset.equals(Measured.AVERAGE) ? "average over the data sets" : dataset,
        measured.methods().stream().map(method -> curve(measured, dataset, method)).toList());
  }

  private static Curve curve(Measured measured, String dataset, String method) {
    List<MeanDeviation> points =
        measured.shots().stream()
            .map(shots -> measured.runs(dataset, method, shots).percent(Protocol.TEST))
            .toList();
    return new Curve(
        method,
        points.stream().map(point -> point.mean() / 100).toList(),
        points.stream().map(point -> point.deviation() / 100).toList());
  }
}
