package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Means and standard deviations over the runs of each variant, as Markdown and CSV. */
final class ResultTable {
  /** A column: what it says of a run. */
  private record Column(String head, String key, double scale, ToDoubleFunction<RunResult> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("average", "average", 100, r -> r.metric("averageIncrementalAccuracy")),
          new Column("last", "last", 100, r -> r.metric("lastAccuracy")),
          new Column("forgetting", "forgetting", 100, r -> r.metric("forgetting")),
          new Column("old/new", "harmonic_mean", 100, RunResult::harmonicMean),
          new Column(
              "s per task",
              "seconds_per_task",
              1,
              r -> r.secondsPerTask().stream().mapToDouble(s -> s).average().orElse(0)),
          new Column("KB per class", "kilobytes_per_class", 1e-3, RunResult::bytesPerClass),
          new Column("shared KB", "shared_kilobytes", 1e-3, RunResult::sharedBytes));

  private final Map<String, List<RunResult>> variants = new LinkedHashMap<>();

  ResultTable(List<RunResult> results) {
    results.forEach(
        result -> variants.computeIfAbsent(key(result), key -> new ArrayList<>()).add(result));
  }

  private static String key(RunResult result) {
    return (result.shots() == 0 ? "all" : Integer.toString(result.shots()))
        + "|"
        + result.variant();
  }

  String markdown() {
    StringBuilder text = new StringBuilder("| shots | variant | runs |");
    COLUMNS.forEach(column -> text.append(' ').append(column.head()).append(" |"));
    text.append("\n| --- | --- | ---: |").append(" ---: |".repeat(COLUMNS.size())).append('\n');
    variants.forEach(
        (key, runs) -> {
          text.append("| ").append(key.replace("|", " | "));
          text.append(" | ").append(runs.size()).append(" |");
          for (Column column : COLUMNS) {
            MeanDeviation spread = spread(column, runs);
            text.append(
                column.scale() == 100
                    ? String.format(
                        Locale.ROOT, " %.1f ± %.1f |", spread.mean(), spread.deviation())
                    : String.format(Locale.ROOT, " %.2f |", spread.mean()));
          }
          text.append('\n');
        });
    return text.toString();
  }

  String csv() {
    StringBuilder text = new StringBuilder("shots,variant,runs");
    COLUMNS.forEach(
        column -> text.append(',').append(column.key()).append(',').append(column.key() + "_sd"));
    text.append('\n');
    variants.forEach(
        (key, runs) -> {
          String[] parts = key.split("\\|", 2);
          text.append(parts[0]).append(",\"").append(parts[1].replace("\"", "\"\""));
          text.append("\",").append(runs.size());
          for (Column column : COLUMNS) {
            MeanDeviation spread = spread(column, runs);
            text.append(
                String.format(Locale.ROOT, ",%.4f,%.4f", spread.mean(), spread.deviation()));
          }
          text.append('\n');
        });
    return text.toString();
  }

  private static MeanDeviation spread(Column column, List<RunResult> runs) {
    return MeanDeviation.of(
        runs.stream().mapToDouble(run -> column.scale() * column.value().applyAsDouble(run)));
  }
}
