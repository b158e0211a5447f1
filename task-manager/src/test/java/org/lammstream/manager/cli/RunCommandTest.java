package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.Report;
import org.lammstream.evaluation.ReportJson;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.lamm.LearnerConfiguration;

/** A user's whole session with broker, store and checkpoint as they are. */
class RunCommandTest {
  private final Path folder;
  private final Path images;

  RunCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.images =
        DrawnFolder.draw(folder.resolve("images"), List.of("apple", "fig", "pear", "plum"), 3, 2);
  }

  @Test
  void aRunLeavesAReportAPictureAndAStoreThatPredicts() throws IOException {
    Terminal seen = run("out", 2);
    assertThat(seen.err()).doesNotContain("lamm:");
    assertThat(seen.code()).isZero();
    assertThat(seen.out()).contains("task-01", "task-02", "zero-shot", "forgetting", "report.json");
    assertValid(folder.resolve("out/report.json"));
    Report report = ReportJson.read(folder.resolve("out/report.json"));
    assertThat(report.tasks()).extracting(Report.TaskReport::trainExamples).containsExactly(4, 4);
    assertThat(report.tasks()).extracting(Report.TaskReport::testExamples).containsExactly(4, 4);
    assertThat(report.tasks()).allMatch(task -> task.seconds().commit() > 0);
    assertThat(report.accuracyMatrix()).hasSize(3);
    assertThat(report.versions()).hasSize(2);
    assertThat(report.configuration()).containsEntry("epochs", "2").containsEntry("shots", "2");
    assertThat(Files.size(folder.resolve("out/accuracy.png"))).isPositive();
    assertPredicts(folder.resolve("out/store"));
  }

  private void assertPredicts(Path store) throws IOException {
    Path image = images.resolve("test/fig/0.png");
    Terminal newest =
        lamm("predict", "--store", store, "--checkpoint", checkpoint(), "--top", 3, image);
    assertThat(newest.code()).isZero();
    assertThat(newest.out().lines()).hasSize(4).first().isEqualTo(image.toString());
    Terminal first =
        lamm(
            "predict",
            "--store",
            store,
            "--checkpoint",
            checkpoint(),
            "--version",
            1,
            "--json",
            image);
    JsonNode json = new ObjectMapper().readTree(first.out());
    assertThat(json.get("version").asInt()).isEqualTo(1);
    JsonNode classes = json.get("predictions").get(0).get("classes");
    assertThat(classes.findValuesAsText("name")).containsExactlyInAnyOrder("apple", "fig");
    assertThat(classes.findValues("probability").stream().mapToDouble(JsonNode::asDouble).sum())
        .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6));
    assertThat(
            lamm("predict", "--store", store, "--checkpoint", checkpoint(), "--version", 9, image)
                .errorLines())
        .hasSize(1);
  }

  @Test
  void theSameRunAgainResumesAndComesToTheSameReport() throws IOException {
    assertThat(run("out", 2).code()).isZero();
    Report first = ReportJson.read(folder.resolve("out/report.json"));
    Terminal again = run("out", 2);
    assertThat(again.code()).isZero();
    assertThat(again.err()).contains("resuming: 2 of 2 tasks");
    Report second = ReportJson.read(folder.resolve("out/report.json"));
    assertThat(second.versions()).isEqualTo(first.versions());
    assertThat(second.accuracyMatrix()).isEqualTo(first.accuracyMatrix());
    Terminal other = run("out", 3);
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("with other tasks, images, settings or seed");
    Terminal reseeded = run("out", 2, "--seed", 2);
    assertThat(reseeded.code()).isEqualTo(1);
    assertThat(reseeded.err()).contains("with other tasks, images, settings or seed");
    assertThat(run("elsewhere", 2).code()).isZero();
    assertThat(ReportJson.read(folder.resolve("elsewhere/report.json")).versions())
        .isEqualTo(first.versions());
  }

  @Test
  void aRecordedRunReplaysToEqualVersions() throws IOException {
    Path sequence = folder.resolve("sequence.jsonl");
    Terminal seen = run("out", 2, "--record", sequence);
    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.out()).contains("recorded " + sequence);
    Terminal replayed =
        lamm(
            "replay",
            sequence,
            "--checkpoint",
            checkpoint(),
            "--image-root",
            images,
            "--verify",
            "--output",
            folder.resolve("again"));
    assertThat(replayed.code()).as(replayed.err()).isZero();
    assertThat(replayed.out()).contains("verified: 2 of 2 versions");
    Report first = ReportJson.read(folder.resolve("out/report.json"));
    Report second = ReportJson.read(folder.resolve("again/report.json"));
    assertThat(second.versions()).isEqualTo(first.versions());
    assertThat(second.accuracyMatrix()).isEqualTo(first.accuracyMatrix());
    assertThat(second.configuration()).isEqualTo(first.configuration());
    assertThat(second.seed()).isEqualTo(first.seed());
  }

  /** Classes without any spread, and at first without any other class. */
  @Test
  void theDefaultsLearnFromOneImageOfASingleClass() throws IOException {
    Terminal seen =
        lamm(
            "run",
            "--checkpoint",
            checkpoint(),
            "--images",
            images,
            "--classes-per-task",
            1,
            "--shots",
            1,
            "--output",
            folder.resolve("single"));
    assertThat(seen.code()).as(seen.err()).isZero();
    Report report = ReportJson.read(folder.resolve("single/report.json"));
    assertThat(report.tasks()).extracting(Report.TaskReport::trainExamples).containsOnly(1);
    assertThat(report.versions()).hasSize(4);
    assertThat(report.configuration())
        .containsAllEntriesOf(LearnerConfiguration.defaults().toMap())
        .containsEntry("shots", "1");
    Path store = folder.resolve("single/store");
    assertThat(lamm("evaluate", "--store", store).out()).contains("all equal");
    assertThat(
            lamm(
                    "predict",
                    "--store",
                    store,
                    "--checkpoint",
                    checkpoint(),
                    images.resolve("test/fig/0.png"))
                .out())
        .contains("apple", "fig", "pear", "plum")
        .doesNotContain("NaN");
  }

  @Test
  void aPictureThatCannotBeWrittenIsANoteBesideTheReport() throws IOException {
    Files.createDirectories(folder.resolve("out/accuracy.png/in-the-way"));
    Terminal seen = run("out", 1);
    assertThat(seen.code()).isZero();
    assertThat(seen.err()).contains("note: no picture: ", "accuracy.png");
    assertThat(seen.out()).contains("report.json").doesNotContain("accuracy.png");
    assertValid(folder.resolve("out/report.json"));
  }

  private Terminal run(String output, int shots, Object... more) {
    Object[] first = {
      "run",
      "--checkpoint",
      checkpoint(),
      "--images",
      images,
      "--classes-per-task",
      2,
      "--shots",
      shots,
      "--set",
      "epochs=2",
      "--output",
      folder.resolve(output)
    };
    return lamm(Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray());
  }

  private static Path checkpoint() {
    return Fixtures.path("tiny_clip");
  }

  private static void assertValid(Path report) throws IOException {
    try (InputStream schema = Report.class.getResourceAsStream(Report.SCHEMA)) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(new ObjectMapper().readTree(report.toFile())))
          .isEmpty();
    }
  }
}
