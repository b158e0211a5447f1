package org.lammstream.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.lammstream.evaluation.Comparison.ComparedRun;
import org.lammstream.evaluation.Comparison.DigestComparison;
import org.lammstream.evaluation.Comparison.MetricLine;
import org.lammstream.evaluation.Comparison.RunDifference;
import org.lammstream.evaluation.Comparison.SettingDifference;
import org.lammstream.evaluation.Comparison.TaskDifference;

/** The tables of a {@link Comparison}. */
final class ComparisonMarkdown {

  private static final int MOST_STEPS = 25;
  private static final int MOST_COLUMNS = 12;

  /** Names come from events and command lines: nobody may break a table with them. */
  private static final Pattern SPECIAL = Pattern.compile("[\\\\|`*_<\\[\\]]");

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");

  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry("averageIncrementalAccuracy", "average incremental accuracy"),
          Map.entry("lastAccuracy", "last accuracy"),
          Map.entry("forgetting", "forgetting (best - last), lower is better"),
          Map.entry("initialMinusLast", "forgetting (initial - last), lower is better"),
          Map.entry("backwardTransfer", "backward transfer"),
          Map.entry("forwardTransfer", "forward transfer"),
          Map.entry("averageIncrementalAccuracyMicro", "average incremental accuracy, by examples"),
          Map.entry("lastAccuracyMicro", "last accuracy, by examples"),
          Map.entry(
              "zeroShot.averageIncrementalAccuracy", "zero-shot average incremental accuracy"),
          Map.entry("zeroShot.lastAccuracy", "zero-shot last accuracy"));

  private final Comparison comparison;
  private final List<ComparedRun> runs;
  private final StringBuilder text = new StringBuilder();

  ComparisonMarkdown(Comparison comparison) {
    this.comparison = comparison;
    this.runs = comparison.runs();
  }

  String render() {
    text.append("# Comparison of ").append(runs.size()).append(" runs\n\n");
    text.append("Accuracies are in percent, differences (in brackets, against ")
        .append(safe(comparison.base()))
        .append(") in points.\n");
    overview();
    metrics();
    curves();
    comparison.differences().forEach(this::difference);
    return text.toString();
  }

  private void overview() {
    section("Runs");
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      ComparedRun run = runs.get(i);
      Optional<RunDifference> difference =
          i == 0 ? Optional.empty() : Optional.of(comparison.differences().get(i - 1));
      rows.add(
          List.of(
              safe(run.name()) + (i == 0 ? " (base)" : ""),
              safe(run.description()),
              difference.map(ComparisonMarkdown::settings).orElse(""),
              difference.map(one -> digests(one.versions())).orElse("")));
    }
    table(List.of("run", "what", "settings that differ", "label embeddings"), rows, 4);
  }

  private static String settings(RunDifference difference) {
    String settings =
        difference.settings().stream()
            .map(ComparisonMarkdown::setting)
            .collect(Collectors.joining(", "));
    if (difference.sameTasks()) {
      return settings;
    }
    return settings + (settings.isEmpty() ? "" : "; ") + "other tasks or order";
  }

  private static String setting(SettingDifference setting) {
    boolean digest = setting.name().equals("checkpoint");
    Function<String, String> shown =
        value -> safe(digest && value.length() > 12 ? value.substring(0, 12) : value);
    return "%s = %s (base %s)"
        .formatted(
            safe(setting.name()),
            setting.value().map(shown).orElse("none"),
            setting.base().map(shown).orElse("none"));
  }

  private static String digests(DigestComparison versions) {
    return versions
        .firstDifferent()
        .map(
            first ->
                "differ from place %d on (task %s)".formatted(first.place(), safe(first.task())))
        .orElse("all %d equal".formatted(versions.leading()));
  }

  private void metrics() {
    section("Metrics");
    List<List<String>> rows = new ArrayList<>();
    for (MetricLine line : comparison.metrics()) {
      List<String> row = new ArrayList<>();
      row.add(LABELS.getOrDefault(line.metric(), line.metric()));
      for (int i = 0; i < runs.size(); i++) {
        String value = Percent.of(line.values().get(i));
        row.add(i == 0 ? value : value + " (" + Percent.signed(line.differences().get(i)) + ")");
      }
      rows.add(row);
    }
    table(head("in percent", runNames()), rows, 1);
  }

  private void curves() {
    section("Accuracy on the tasks so far");
    int longest = runs.stream().mapToInt(run -> run.curve().size()).max().orElse(0);
    List<List<String>> rows = new ArrayList<>();
    for (int step : Spread.of(longest, MOST_STEPS)) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(step)));
      for (ComparedRun run : runs) {
        row.add(step <= run.curve().size() ? Percent.of(run.curve().get(step - 1)) : "");
      }
      row.add(
          step <= runs.get(0).zeroShotCurve().size()
              ? Percent.of(runs.get(0).zeroShotCurve().get(step - 1))
              : "");
      rows.add(row);
    }
    List<String> names = new ArrayList<>(runNames());
    names.add("zero-shot (base)");
    table(head("after task", names), rows, 0);
  }

  private void difference(RunDifference difference) {
    section(safe(difference.run()) + " minus " + safe(comparison.base()));
    difference.matrix().ifPresentOrElse(this::matrix, () -> lastRow(difference.lastRow()));
  }

  private void matrix(List<List<Double>> matrix) {
    if (matrix.stream().flatMap(List::stream).allMatch(cell -> cell.isNaN() || cell == 0)) {
      text.append("The accuracy matrices are equal, cell by cell.\n");
      return;
    }
    List<String> tasks = runs.get(0).tasks();
    int[] shown = Spread.of(tasks.size(), MOST_COLUMNS);
    text.append("Accuracy matrix, in points: rows after a task, columns its test examples.\n\n");
    List<List<String>> rows = new ArrayList<>();
    IntStream.concat(IntStream.of(0), Arrays.stream(shown))
        .forEach(
            row -> {
              List<String> cells = new ArrayList<>();
              cells.add(row == 0 ? "zero-shot" : row + " " + safe(tasks.get(row - 1)));
              for (int column : shown) {
                cells.add(Percent.signed(matrix.get(row).get(column - 1)));
              }
              rows.add(cells);
            });
    table(head("after", Arrays.stream(shown).mapToObj(Integer::toString).toList()), rows, 1);
  }

  private void lastRow(List<TaskDifference> tasks) {
    text.append("Accuracy per task after the last one; the tasks or their order differ.\n\n");
    List<List<String>> rows = new ArrayList<>();
    for (int place : Spread.of(tasks.size(), MOST_STEPS)) {
      TaskDifference task = tasks.get(place - 1);
      rows.add(
          List.of(
              safe(task.task()),
              Percent.of(task.base()),
              Percent.of(task.value()),
              Percent.signed(task.difference())));
    }
    table(List.of("task", "base", "run", "difference"), rows, 1);
  }

  private List<String> runNames() {
    return runs.stream().map(run -> safe(run.name())).toList();
  }

  private static List<String> head(String first, List<String> others) {
    List<String> head = new ArrayList<>(List.of(first));
    head.addAll(others);
    return head;
  }

  private void section(String title) {
    text.append("\n## ").append(title).append("\n\n");
  }

  /** A table whose first columns are text and whose others are numbers. */
  private void table(List<String> head, List<List<String>> rows, int textColumns) {
    line(head);
    line(
        IntStream.range(0, head.size())
            .mapToObj(column -> column < textColumns ? "---" : "---:")
            .toList());
    rows.forEach(this::line);
  }

  private void line(List<String> cells) {
    text.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String safe(String name) {
    return SPECIAL.matcher(CONTROL.matcher(name).replaceAll(" ")).replaceAll("\\\\$0");
  }
}
