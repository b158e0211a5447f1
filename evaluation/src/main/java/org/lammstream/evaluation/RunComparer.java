package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Comparison.ComparedRun;
import org.lammstream.evaluation.Comparison.DifferentVersion;
import org.lammstream.evaluation.Comparison.DigestComparison;
import org.lammstream.evaluation.Comparison.MetricLine;
import org.lammstream.evaluation.Comparison.RunDifference;
import org.lammstream.evaluation.Comparison.SettingDifference;
import org.lammstream.evaluation.Comparison.TaskDifference;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;

/** Makes a {@link Comparison}. */
final class RunComparer {

  private final List<NamedRun> runs;
  private final Report base;

  RunComparer(List<NamedRun> runs) {
    this.runs = List.copyOf(runs);
    this.base = runs.get(0).report();
  }

  Comparison compare() {
    return new Comparison(
        Comparison.SCHEMA_VERSION,
        runs.stream().map(RunComparer::compared).toList(),
        metrics(),
        runs.stream().skip(1).map(this::difference).toList());
  }

  private static ComparedRun compared(NamedRun run) {
    Report report = run.report();
    return new ComparedRun(
        run.name(),
        run.description(),
        report.tasks().stream().map(TaskReport::name).toList(),
        report.curve(),
        report.zeroShot().curve(),
        report.versions());
  }

  private List<MetricLine> metrics() {
    Map<String, ToDoubleFunction<Report>> wanted = new LinkedHashMap<>();
    for (String name : base.metrics().toMap().keySet()) {
      wanted.put(name, report -> report.metrics().toMap().getOrDefault(name, Double.NaN));
    }
    wanted.put(
        "zeroShot.averageIncrementalAccuracy",
        report -> report.zeroShot().averageIncrementalAccuracy());
    wanted.put("zeroShot.lastAccuracy", report -> report.zeroShot().lastAccuracy());
    List<MetricLine> lines = new ArrayList<>();
    wanted.forEach(
        (name, value) -> {
          double reference = value.applyAsDouble(base);
          List<Double> values =
              runs.stream().map(run -> value.applyAsDouble(run.report())).toList();
          lines.add(
              new MetricLine(name, values, values.stream().map(one -> one - reference).toList()));
        });
    return lines;
  }

  private RunDifference difference(NamedRun run) {
    boolean same = tasks(run.report()).equals(tasks(base));
    return new RunDifference(
        run.name(),
        settings(run.report()),
        same,
        same ? Optional.of(matrix(run.report())) : Optional.empty(),
        lastRow(run.report()),
        digests(run.report()));
  }

  private record Task(String name, List<String> classes, int testExamples) {}

  private static List<Task> tasks(Report report) {
    return report.tasks().stream()
        .map(task -> new Task(task.name(), task.classes(), task.testExamples()))
        .toList();
  }

  private List<SettingDifference> settings(Report report) {
    Map<String, String> before = allSettings(base);
    Map<String, String> after = allSettings(report);
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(
            name ->
                new SettingDifference(
                    name,
                    Optional.ofNullable(before.get(name)),
                    Optional.ofNullable(after.get(name))))
        .filter(setting -> !setting.base().equals(setting.value()))
        .toList();
  }

  private static Map<String, String> allSettings(Report report) {
    Map<String, String> settings = new TreeMap<>(report.configuration());
    settings.put("seed", Long.toString(report.seed()));
    settings.put("checkpoint", report.checkpoint().sha256());
    return settings;
  }

  private List<List<Double>> matrix(Report report) {
    List<List<Double>> difference = new ArrayList<>();
    for (int row = 0; row < base.accuracyMatrix().size(); row++) {
      List<Double> before = base.accuracyMatrix().get(row);
      List<Double> after = report.accuracyMatrix().get(row);
      difference.add(
          IntStream.range(0, before.size())
              .mapToObj(column -> after.get(column) - before.get(column))
              .toList());
    }
    return difference;
  }

  private List<TaskDifference> lastRow(Report report) {
    Map<String, Double> before = lastAccuracies(base);
    Map<String, Double> after = lastAccuracies(report);
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    return names.stream()
        .map(
            name -> {
              double first = before.getOrDefault(name, Double.NaN);
              double second = after.getOrDefault(name, Double.NaN);
              return new TaskDifference(name, first, second, second - first);
            })
        .toList();
  }

  private static Map<String, Double> lastAccuracies(Report report) {
    List<Double> last = report.accuracyMatrix().get(report.tasks().size());
    Map<String, Double> accuracies = new LinkedHashMap<>();
    for (int task = 0; task < last.size(); task++) {
      accuracies.put(report.tasks().get(task).name(), last.get(task));
    }
    return accuracies;
  }

  private DigestComparison digests(Report report) {
    List<VersionReport> before = base.versions();
    List<VersionReport> after = report.versions();
    int longest = Math.max(before.size(), after.size());
    for (int i = 0; i < longest; i++) {
      Optional<VersionReport> first = at(before, i);
      Optional<VersionReport> second = at(after, i);
      if (!first.map(VersionReport::sha256).equals(second.map(VersionReport::sha256))) {
        List<TaskReport> tasks = i < report.tasks().size() ? report.tasks() : base.tasks();
        String task = at(tasks, i).map(TaskReport::name).orElse("");
        DifferentVersion found = new DifferentVersion(i + 1, task, first, second);
        return new DigestComparison(false, i, Optional.of(found));
      }
    }
    return new DigestComparison(true, longest, Optional.empty());
  }

  private static <T> Optional<T> at(List<T> list, int index) {
    return index < list.size() ? Optional.of(list.get(index)) : Optional.empty();
  }
}
