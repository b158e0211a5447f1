package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.ValidationMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.chart.AccuracyChart;

class ReportJsonTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aReportKeepsItsOwnSchema() throws Exception {
    assertThat(problems(JSON.readTree(ReportJson.toJson(report(5))))).isEmpty();
    assertThat(problems(JSON.readTree(ReportJson.toJson(report(1))))).isEmpty();
  }

  @Test
  void theContractNamesTheseFields() throws Exception {
    JsonNode json = JSON.readTree(ReportJson.toJson(report(3)));

    assertThat(names(json))
        .contains(
            "learner",
            "checkpoint",
            "seed",
            "configuration",
            "tasks",
            "accuracyMatrix",
            "metrics",
            "versions");
    assertThat(names(json.get("metrics")))
        .contains(
            "averageIncrementalAccuracy",
            "lastAccuracy",
            "forgetting",
            "backwardTransfer",
            "forwardTransfer",
            "averageIncrementalAccuracyMicro",
            "lastAccuracyMicro");
    assertThat(names(json.get("checkpoint"))).containsExactly("name", "sha256");
    assertThat(names(json.at("/tasks/0/seconds")))
        .containsExactly("encode", "align", "evaluate", "commit");
    assertThat(names(json.at("/versions/0"))).containsExactly("number", "sha256");
    assertThat(json.get("accuracyMatrix")).hasSize(4).allSatisfy(row -> assertThat(row).hasSize(3));
  }

  @Test
  void everyFieldInTheJsonIsListedInTheSchema() throws Exception {
    JsonNode schema = Schemas.read(Report.SCHEMA);
    JsonNode json = JSON.readTree(ReportJson.toJson(report(2)));

    assertThat(names(json)).hasSameElementsAs(names(schema.get("properties")));
    for (String block : List.of("metrics", "zeroShot", "checkpoint")) {
      assertThat(names(json.get(block)))
          .hasSameElementsAs(names(schema.at("/properties/" + block + "/properties")));
    }
    assertThat(names(json.at("/tasks/0")))
        .hasSameElementsAs(names(schema.at("/properties/tasks/items/properties")));
  }

  @Test
  void theSchemaRefusesWhatIsNoReport() throws Exception {
    for (String field : names(JSON.readTree(ReportJson.toJson(report(2))))) {
      ObjectNode json = (ObjectNode) JSON.readTree(ReportJson.toJson(report(2)));
      json.remove(field);
      assertThat(problems(json)).as("without %s", field).isNotEmpty();
    }
    ObjectNode json = (ObjectNode) JSON.readTree(ReportJson.toJson(report(2)));
    ((ObjectNode) json.get("metrics")).put("lastAccuracy", 43.5);
    assertThat(problems(json)).as("percent instead of fraction").isNotEmpty();
  }

  @Test
  void aReportSurvivesTheRoundTripThroughAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("report.json");
    Report report = report(4);

    ReportJson.write(report, file);
    ReportJson.write(report, file);

    assertThat(ReportJson.read(file)).isEqualTo(report);
    assertThat(Files.readString(file)).isEqualTo(ReportJson.toJson(report)).endsWith("}\n");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void anAccuracyWithoutTestExamplesIsNull() throws Exception {
    AccuracyMatrix matrix =
        AccuracyMatrix.of(
            Sequences.names(2),
            List.of(
                new Cell(0, 1, 0, 0),
                new Cell(0, 2, 1, 4),
                new Cell(1, 1, 0, 0),
                new Cell(1, 2, 1, 4),
                new Cell(2, 1, 0, 0),
                new Cell(2, 2, 3, 4)));
    Report report = Reports.of(matrix, ZeroShot.of(matrix));

    String json = ReportJson.toJson(report);

    assertThat(json).contains("null").doesNotContain("NaN");
    assertThat(problems(JSON.readTree(json))).isEmpty();
    assertThat(ReportJson.fromJson(json)).isEqualTo(report);
  }

  @Test
  void fieldsOfALaterVersionAreIgnoredAndMissingOnesNamed() throws Exception {
    ObjectNode json = (ObjectNode) JSON.readTree(ReportJson.toJson(report(2)));
    json.put("weather", "fine");
    assertThat(ReportJson.fromJson(json.toString())).isEqualTo(report(2));

    json.remove("metrics");
    assertThatThrownBy(() -> ReportJson.fromJson(json.toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("metrics");
    assertThatThrownBy(() -> ReportJson.fromJson("{")).hasMessageStartingWith("not a report: ");
  }

  @Test
  void aCellThatNobodyCanMeasureAnyMoreIsNull() throws Exception {
    AccuracyMatrix whole = Sequences.random(3, 1);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row <= 3; row++) {
      for (int column = 1; column <= 3; column++) {
        if (row != 1 || column != 3) {
          cells.add(new Cell(row, column, whole.correct(row, column), whole.total(row, column)));
        }
      }
    }

    Report report = Reports.of(AccuracyMatrix.of(whole.tasks(), cells), Sequences.baseline(3));

    JsonNode json = JSON.readTree(ReportJson.toJson(report));
    assertThat(json.at("/accuracyMatrix/1/2").isNull()).isTrue();
    assertThat(json.at("/accuracyMatrix/1/1").asDouble()).isEqualTo(whole.accuracy(1, 2));
    assertThat(report.metrics()).isEqualTo(Metrics.of(whole));
    assertThat(problems(json)).isEmpty();
  }

  @Test
  void aForwardTransferThatNobodyCanMeasureIsNullAndReadAgain() throws Exception {
    Report report = Reports.of(belowTheDiagonal(3), Sequences.baseline(3));

    JsonNode json = JSON.readTree(ReportJson.toJson(report));

    assertThat(json.at("/metrics/forwardTransfer").isNull()).isTrue();
    assertThat(json.at("/accuracyMatrix/1/1").isNull()).isTrue();
    assertThat(problems(json)).isEmpty();
    assertThat(ReportJson.fromJson(json.toString())).isEqualTo(report);
    ((ObjectNode) json.get("metrics")).putNull("lastAccuracy");
    assertThat(problems(json)).isNotEmpty();
    assertThatThrownBy(() -> ReportJson.fromJson(json.toString()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void runsAreComparedAndDrawnWithoutCellsOfTasksToCome() throws Exception {
    Report some = Reports.of(belowTheDiagonal(3), Sequences.baseline(3));
    Report all = Reports.of(Sequences.random(3, 1), Sequences.baseline(3));
    for (List<Report> runs : List.of(List.of(some, all), List.of(all, some))) {
      Comparison comparison =
          Comparison.of(
              List.of(new NamedRun("a", "", runs.get(0)), new NamedRun("b", "", runs.get(1))));
      JsonNode json = JSON.readTree(comparison.toJson());
      assertThat(Schemas.problems(Comparison.SCHEMA, json)).isEmpty();
      assertThat(comparison.toMarkdown()).contains("| forward transfer |").doesNotContain("NaN");
      assertThat(comparison.differences().get(0).lastRow())
          .allMatch(task -> task.difference() == 0);
    }
    assertThat(AccuracyChart.of(some).render().getWidth()).isPositive();
    assertThat(MetricsTable.render(some.metrics(), some.zeroShot()))
        .containsPattern("forward transfer +-$");
    assertThat(new MatrixTable(belowTheDiagonal(3).tasks(), 80, false).render(belowTheDiagonal(3)))
        .hasLineCount(5);
  }

  private static AccuracyMatrix belowTheDiagonal(int tasks) {
    AccuracyMatrix whole = Sequences.random(tasks, 1);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row <= tasks; row++) {
      for (int column = 1; column <= (row == 0 ? tasks : row); column++) {
        cells.add(new Cell(row, column, whole.correct(row, column), whole.total(row, column)));
      }
    }
    return AccuracyMatrix.of(whole.tasks(), cells);
  }

  @Test
  void aReportOfAnUnfinishedMatrixIsRefused() {
    AccuracyMatrix whole = Sequences.random(2, 1);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      cells.add(new Cell(row, 1, whole.correct(row, 1), whole.total(row, 1)));
    }

    assertThatThrownBy(
            () -> Reports.of(AccuracyMatrix.of(whole.tasks(), cells), Sequences.baseline(2)))
        .isInstanceOf(MissingCellException.class);
  }

  private static Report report(int tasks) {
    return Reports.random(tasks, 9);
  }

  private static Set<ValidationMessage> problems(JsonNode json) throws Exception {
    return Schemas.problems(Report.SCHEMA, json);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
