package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.lammstream.evaluation.chart.VariantChart;
import org.lammstream.evaluation.chart.VariantChart.Curve;
import org.lammstream.evaluation.chart.VariantChart.Panel;

/** Accuracy over tasks of each variant, over its orders and seeds; a panel per number of shots. */
final class CurvesPicture {

  private CurvesPicture() {}

  /**
   * The picture of an experiment.
   *
   * @param results at least one; all of the same tasks
   * @param checkpoint its name
   */
  static VariantChart of(List<RunResult> results, String checkpoint) {
    Map<Integer, List<RunResult>> shots = new LinkedHashMap<>();
    results.forEach(run -> shots.computeIfAbsent(run.shots(), of -> new ArrayList<>()).add(run));
    List<Panel> panels =
        shots.entrySet().stream()
            .map(entry -> new Panel(heading(entry.getKey()), curves(entry.getValue())))
            .toList();
    Set<Object> runs = new LinkedHashSet<>();
    results.forEach(run -> runs.add(List.of(run.order(), run.seed())));
    String subtitle =
        runs.size() == 1
            ? "one run of each variant; checkpoint " + checkpoint
            : "mean of %d runs of each variant, band of one standard deviation; checkpoint %s"
                .formatted(runs.size(), checkpoint);
    return new VariantChart("Accuracy on the tasks so far", subtitle, panels);
  }

  private static String heading(int shots) {
    return switch (shots) {
      case 0 -> "all training images";
      case 1 -> "1 training image per class";
      default -> shots + " training images per class";
    };
  }

  private static List<Curve> curves(List<RunResult> results) {
    Map<String, List<List<Double>>> variants = new LinkedHashMap<>();
    results.forEach(
        run -> variants.computeIfAbsent(run.variant(), of -> new ArrayList<>()).add(run.curve()));
    return variants.entrySet().stream()
        .map(entry -> curve(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Curve curve(String name, List<List<Double>> runs) {
    List<MeanDeviation> tasks =
        IntStream.range(0, runs.get(0).size())
            .mapToObj(task -> MeanDeviation.of(runs.stream().mapToDouble(run -> run.get(task))))
            .toList();
    return new Curve(
        name,
        tasks.stream().map(MeanDeviation::mean).toList(),
        tasks.stream().map(MeanDeviation::deviation).toList());
  }
}
