package org.lammstream.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Report.CheckpointId;
import org.lammstream.evaluation.Report.Seconds;
import org.lammstream.evaluation.Report.TaskReport;
import org.lammstream.evaluation.Report.VersionReport;

class ReportJsonTest {

  private static final String DIGEST = "0123456789abcdef".repeat(4);
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
    JsonNode schema = schemaJson();
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
    Report report = report(matrix, ZeroShot.of(matrix));

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
  void aReportOfAnUnfinishedMatrixIsRefused() {
    AccuracyMatrix whole = Sequences.random(2, 1);
    List<Cell> cells = new ArrayList<>();
    for (int row = 0; row < 2; row++) {
      cells.add(new Cell(row, 1, whole.correct(row, 1), whole.total(row, 1)));
    }

    assertThatThrownBy(() -> report(AccuracyMatrix.of(whole.tasks(), cells), Sequences.baseline(2)))
        .isInstanceOf(MissingCellException.class);
  }

  private static Report report(int tasks) {
    return report(Sequences.random(tasks, 9), Sequences.baseline(tasks));
  }

  private static Report report(AccuracyMatrix matrix, ZeroShot zeroShot) {
    List<TaskReport> tasks =
        matrix.tasks().stream()
            .map(
                name ->
                    new TaskReport(
                        name,
                        List.of(name + " cat", name + " dög"),
                        32,
                        matrix.total(0, matrix.tasks().indexOf(name) + 1),
                        new Seconds(1.25, 2.5, 0.125, 0.0625)))
            .toList();
    List<VersionReport> versions =
        IntStream.rangeClosed(1, tasks.size())
            .mapToObj(number -> new VersionReport(number, DIGEST))
            .toList();
    return Report.of(
        "demo",
        new CheckpointId("clip", DIGEST),
        1,
        Map.of("shots", "16", "old", "frozen"),
        tasks,
        matrix,
        zeroShot,
        versions);
  }

  private static Set<ValidationMessage> problems(JsonNode json) throws Exception {
    JsonSchema schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schemaJson());
    return schema.validate(json);
  }

  private static JsonNode schemaJson() throws Exception {
    try (InputStream stream =
        Objects.requireNonNull(Report.class.getResourceAsStream(Report.SCHEMA))) {
      return JSON.readTree(stream);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
