package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Comparison.MetricLine;
import org.lammstream.evaluation.Comparison.RunDifference;
import org.lammstream.evaluation.Comparison.SettingDifference;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;

class ComparisonTest {

  private static final int[][] BASE = {{40, 30, 20}, {80, 34, 22}, {90, 60, 26}, {50, 70, 100}};
  private static final int[][] OTHER = {{40, 30, 20}, {82, 30, 22}, {80, 60, 26}, {60, 70, 98}};

  private final NamedRun base = run("live", BASE, Map.of("old", "regularized", "shots", "16"), 1);
  private final NamedRun other = run("frozen", OTHER, Map.of("old", "frozen", "extra", "x"), 2);

  @Test
  void everyMetricStandsBesideItsDifferenceToTheBase() {
    Comparison comparison = Comparison.of(List.of(base, other));

    MetricLine last = line(comparison, "lastAccuracy");
    assertThat(last.values().get(0)).isCloseTo((0.5 + 0.7 + 1.0) / 3, within(1e-12));
    assertThat(last.values().get(1)).isCloseTo((0.6 + 0.7 + 0.98) / 3, within(1e-12));
    assertThat(last.differences().get(0)).isZero();
    assertThat(last.differences().get(1)).isCloseTo(0.08 / 3, within(1e-12));
    MetricLine forgetting = line(comparison, "forgetting");
    assertThat(forgetting.values().get(0)).isCloseTo((0.4 - 0.1) / 2, within(1e-12));
    assertThat(forgetting.differences().get(1)).isCloseTo((0.22 - 0.1 - 0.3) / 2, within(1e-12));
    assertThat(comparison.metrics())
        .extracting(MetricLine::metric)
        .contains(
            "averageIncrementalAccuracy",
            "backwardTransfer",
            "forwardTransfer",
            "zeroShot.averageIncrementalAccuracy",
            "zeroShot.lastAccuracy");
    assertThat(comparison.runs().get(1).curve()).hasSize(3).startsWith(0.82, 0.7);
    assertThat(comparison.runs().get(1).zeroShotCurve())
        .isEqualTo(other.report().zeroShot().curve());
    assertThat(comparison.base()).isEqualTo("live");
  }

  @Test
  void sameTasksInTheSameOrderGiveADifferenceOfMatrices() {
    RunDifference difference = only(Comparison.of(List.of(base, other)));

    assertThat(difference.sameTasks()).isTrue();
    List<List<Double>> matrix = difference.matrix().orElseThrow();
    for (int row = 0; row < BASE.length; row++) {
      for (int column = 0; column < 3; column++) {
        assertThat(matrix.get(row).get(column))
            .isCloseTo((OTHER[row][column] - BASE[row][column]) / 100.0, within(1e-12));
      }
    }
    assertThat(difference.settings())
        .containsExactly(
            new SettingDifference("extra", Optional.empty(), Optional.of("x")),
            new SettingDifference("old", Optional.of("regularized"), Optional.of("frozen")),
            new SettingDifference("seed", Optional.of("1"), Optional.of("2")),
            new SettingDifference("shots", Optional.of("16"), Optional.empty()));
  }

  @Test
  void anotherOrderIsComparedByTaskName() {
    NamedRun reversed = new NamedRun("reversed", "", reversed(other.report()));

    RunDifference difference = only(Comparison.of(List.of(base, reversed)));

    assertThat(difference.sameTasks()).isFalse();
    assertThat(difference.matrix()).isEmpty();
    assertThat(difference.lastRow())
        .extracting(Comparison.TaskDifference::task)
        .containsExactly("task-01", "task-02", "task-03");
    assertThat(difference.lastRow().get(0).base()).isEqualTo(0.5);
    assertThat(difference.lastRow().get(0).value()).isEqualTo(0.98);
    assertThat(difference.lastRow().get(0).difference()).isCloseTo(0.48, within(1e-12));
  }

  @Test
  void aTaskThatOnlyOneRunLearnedHasNoDifference() throws Exception {
    NamedRun shorter =
        run("two", new int[][] {{40, 30}, {80, 34}, {90, 60}}, base.report().configuration(), 1);

    Comparison comparison = Comparison.of(List.of(base, shorter));
    RunDifference difference = only(comparison);

    assertThat(difference.lastRow()).hasSize(3);
    assertThat(difference.lastRow().get(1).difference()).isCloseTo(-0.1, within(1e-12));
    assertThat(difference.lastRow().get(2).value()).isNaN();
    assertThat(difference.lastRow().get(2).difference()).isNaN();
    assertThat(difference.versions().equal()).isFalse();
    assertThat(difference.versions().leading()).isEqualTo(2);
    assertThat(difference.versions().firstDifferent().orElseThrow().version()).isEmpty();
    assertThat(comparison.toJson()).doesNotContain("NaN");
    assertThat(Schemas.problems(Comparison.SCHEMA, comparison.toJson())).isEmpty();
    assertThat(comparison.toMarkdown()).contains("| task-03 | 100.0 | - | - |");
  }

  @Test
  void theFirstVersionWithAnotherDigestIsNamed() {
    List<VersionReport> versions = new ArrayList<>(base.report().versions());
    VersionReport changed = new VersionReport(2, "f".repeat(64));
    versions.set(1, changed);
    NamedRun moved = new NamedRun("moved", "", withVersions(base.report(), versions));

    Comparison comparison =
        Comparison.of(List.of(base, moved, new NamedRun("same", "", base.report())));

    Comparison.DigestComparison first = comparison.differences().get(0).versions();
    assertThat(first.equal()).isFalse();
    assertThat(first.leading()).isEqualTo(1);
    assertThat(first.firstDifferent())
        .contains(
            new Comparison.DifferentVersion(
                2, "task-02", Optional.of(base.report().versions().get(1)), Optional.of(changed)));
    assertThat(comparison.differences().get(1).versions())
        .isEqualTo(new Comparison.DigestComparison(true, 3, Optional.empty()));
    assertThat(comparison.toMarkdown()).contains("differ from place 2 on (task task-02)");
  }

  @Test
  void theMarkdownShowsWhatTheRecordHolds() {
    String markdown = Comparison.of(List.of(base, other)).toMarkdown();

    assertThat(markdown)
        .contains("| in percent | live | frozen |\n| --- | ---: | ---: |\n")
        .contains("| last accuracy | 73.3 | 76.0 (+2.7) |")
        .contains("| 1 | 80.0 | 82.0 |")
        .contains("## frozen minus live")
        .contains("| 1 task-01 | +2.0 | -4.0 | 0.0 |")
        .contains("old = frozen (base regularized)")
        .contains("all 3 equal")
        .endsWith("|\n");
  }

  @Test
  void longSequencesAreThinnedOutEvenly() {
    NamedRun one = new NamedRun("one", "", Reports.plausible(200, 1));
    NamedRun two = new NamedRun("two", "", Reports.plausible(200, 2));

    String markdown = Comparison.of(List.of(one, two)).toMarkdown();

    assertThat(markdown.lines().count()).isLessThan(100);
    assertThat(markdown.lines().mapToInt(String::length).max().orElse(0)).isLessThan(200);
    assertThat(markdown).contains("\n| 200 | ").contains("200 task-200");
  }

  @Test
  void aNameCannotBreakATable() {
    NamedRun evil = new NamedRun("a|b\n| c *d*", "<b>", other.report());

    String markdown = Comparison.of(List.of(base, evil)).toMarkdown();

    assertThat(markdown).contains("| in percent | live | a\\|b \\| c \\*d\\* |");
    assertThat(markdown).doesNotContain("| <b>");
  }

  @Test
  void theJsonKeepsItsSchemaAndIsWrittenWhole(@TempDir Path folder) throws Exception {
    Comparison comparison =
        Comparison.of(List.of(base, other, new NamedRun("reversed", "", reversed(other.report()))));
    Path file = folder.resolve("comparison.json");

    comparison.writeJson(file);

    assertThat(Files.readString(file)).isEqualTo(comparison.toJson());
    assertThat(Schemas.problems(Comparison.SCHEMA, comparison.toJson())).isEmpty();
    JsonNode json = new ObjectMapper().readTree(file.toFile());
    for (String field : List.of("schemaVersion", "runs", "metrics", "differences")) {
      ObjectNode without = json.deepCopy();
      without.remove(field);
      assertThat(Schemas.problems(Comparison.SCHEMA, without)).as("without %s", field).isNotEmpty();
    }
  }

  @Test
  void runsNeedNamesOfTheirOwn() {
    assertThatThrownBy(() -> Comparison.of(List.of(base, base)))
        .hasMessage("two runs are named 'live'");
    assertThatThrownBy(() -> Comparison.of(List.of()))
        .hasMessage("a comparison needs at least one run");
    assertThatThrownBy(() -> new NamedRun(" ", "", base.report())).hasMessage("a run needs a name");
  }

  private static NamedRun run(
      String name, int[][] percents, Map<String, String> configuration, long seed) {
    int tasks = percents.length - 1;
    return new NamedRun(
        name,
        "made up",
        Reports.of(
            Sequences.ofPercents(percents),
            Sequences.baseline(tasks),
            configuration,
            seed,
            Reports.DIGEST));
  }

  private static Report reversed(Report report) {
    List<TaskReport> tasks = new ArrayList<>(report.tasks());
    Collections.reverse(tasks);
    return new Report(
        Report.SCHEMA_VERSION,
        report.learner(),
        report.checkpoint(),
        report.seed(),
        report.configuration(),
        tasks,
        report.accuracyMatrix(),
        report.metrics(),
        report.zeroShot(),
        report.versions());
  }

  private static Report withVersions(Report report, List<VersionReport> versions) {
    return new Report(
        Report.SCHEMA_VERSION,
        report.learner(),
        report.checkpoint(),
        report.seed(),
        report.configuration(),
        report.tasks(),
        report.accuracyMatrix(),
        report.metrics(),
        report.zeroShot(),
        versions);
  }

  private static MetricLine line(Comparison comparison, String metric) {
    return comparison.metrics().stream()
        .filter(line -> line.metric().equals(metric))
        .findFirst()
        .orElseThrow();
  }

  private static RunDifference only(Comparison comparison) {
    assertThat(comparison.differences()).hasSize(1);
    return comparison.differences().get(0);
  }
}
