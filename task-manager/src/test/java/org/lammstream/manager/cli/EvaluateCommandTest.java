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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.stored.HistoryEvaluation;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.EmbeddingsDigest;
import org.lammstream.store.NewVersion;
import org.lammstream.store.TestSet;
import org.lammstream.store.Version;

/** On the store that a real run leaves, after its checkpoint and its images are gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EvaluateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path store;
  private final JsonNode report;

  EvaluateCommandTest(@TempDir Path folder) throws IOException {
    Path images =
        DrawnFolder.draw(
            folder.resolve("images"),
            List.of("apple", "fig", "pear", "plum", "kiwi", "lime"),
            3,
            4);
    Terminal run =
        lamm(
            "run",
            "--checkpoint",
            Fixtures.path("tiny_clip"),
            "--images",
            images,
            "--classes-per-task",
            2,
            "--shots",
            2,
            "--set",
            "epochs=3",
            "--output",
            folder.resolve("out"));
    assertThat(run.code()).as(run.err()).isZero();
    StreamJob.delete(images);
    store = folder.resolve("out/store");
    report = JSON.readTree(folder.resolve("out/report.json").toFile());
  }

  @Test
  void theMatrixIsWhatWasReportedLive() throws IOException {
    Terminal seen = lamm("evaluate", "--store", store, "--learner", "default");

    assertThat(seen.code()).as(seen.err()).isZero();
    assertThat(seen.err()).isEmpty();
    assertThat(seen.out())
        .contains("zero-shot", "1 task-01", "3 task-03", "average incremental accuracy")
        .contains("accuracy per class, in percent, worst first", "old->new", "other moved")
        .endsWith("recomputed 12 cells: all equal to what was reported\n");
    Terminal json = lamm("evaluate", "--store", store, "--json");
    JsonNode evaluation = JSON.readTree(json.out());
    assertThat(json.code()).isZero();
    assertThat(evaluation.get("accuracyMatrix")).isEqualTo(report.get("accuracyMatrix"));
    assertThat(evaluation.get("metrics")).isEqualTo(report.get("metrics"));
    assertThat(evaluation.get("zeroShot")).isEqualTo(report.get("zeroShot"));
    for (int row = 0; row < 3; row++) {
      assertThat(evaluation.get("versions").get(row).get("sha256"))
          .isEqualTo(report.get("versions").get(row).get("sha256"));
    }
    assertThat(problems(json.out())).isEmpty();
  }

  @Test
  void theOutputHoldsTheJsonAndBothPictures(@TempDir Path folder) throws IOException {
    Path output = folder.resolve("a/b");

    Terminal seen = lamm("evaluate", "--store", store, "--output", output, "--top", 1);

    assertThat(seen.code()).isZero();
    assertThat(seen.out()).contains("(1 of 6 classes)", "(1 of 3 tasks)");
    try (Stream<Path> files = Files.list(output)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("evaluation.json", "accuracy.png", "lost-points.png");
    }
    assertThat(problems(Files.readString(output.resolve("evaluation.json")))).isEmpty();
    assertThat(ImageIO.read(output.resolve("lost-points.png").toFile()).getWidth())
        .isGreaterThan(1000);
  }

  @Test
  void aPictureThatCannotBeWrittenIsANote(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lost-points.png/in-the-way"));

    Terminal seen = lamm("evaluate", "--store", store, "--output", folder);

    assertThat(seen.code()).isZero();
    assertThat(seen.err()).contains("note: no picture: ", "lost-points.png", "wrote ");
  }

  @Test
  void aRangeOfVersionsIsMeasuredAlone() throws IOException {
    Terminal seen = lamm("evaluate", "--store", store, "--versions", "2..head", "--json");

    JsonNode evaluation = JSON.readTree(seen.out());
    assertThat(seen.code()).isZero();
    assertThat(evaluation.get("versions").findValuesAsText("state"))
        .containsExactly("OUTSIDE", "RECOMPUTED", "RECOMPUTED");
    assertThat(evaluation.at("/check/recomputed").asInt()).isEqualTo(9);
    assertThat(evaluation.at("/check/notRecomputed").asInt()).isEqualTo(3);
    assertThat(evaluation.get("accuracyMatrix")).isEqualTo(report.get("accuracyMatrix"));
    JsonNode second =
        JSON.readTree(lamm("evaluate", "--store", store, "--versions", "..2", "--json").out());
    assertThat(second.get("accuracyMatrix")).hasSize(3);
    assertThat(lamm("evaluate", "--store", store, "--versions", "2", "--json").out())
        .isEqualTo(lamm("evaluate", "--store", store, "--versions", "1..2", "--json").out());
  }

  @Test
  void aCellThatIsNotWhatWasReportedIsNamedAndFailsTheCommand(@TempDir Path folder)
      throws IOException {
    Path copy = copy(folder);
    addVersionWithAWrongScore(copy);

    Terminal seen = lamm("evaluate", "--store", copy);

    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.out())
        .contains("recomputed 13 cells: 1 is not what was reported")
        .containsPattern("version 4, task 'extra': \\d of 1 correct, reported \\d of 1");
    Terminal json = lamm("evaluate", "--store", copy, "--json");
    assertThat(json.code()).isEqualTo(1);
    assertThat(JSON.readTree(json.out()).at("/check/differences")).hasSize(1);
    assertThat(json.err()).contains("1 is not what was reported");
    assertThat(lamm("evaluate", "--store", copy, "--versions", "..3").code()).isZero();
  }

  @Test
  void whatIsNotThereIsOneLineThatNamesWhatIs() {
    assertFails(lamm("evaluate", "--store", store, "--learner", "nobody"), "nobody", "default");
    assertFails(lamm("evaluate", "--store", store, "--versions", "1..7"), "'7'", "1 to 3");
    assertFails(lamm("evaluate", "--store", store, "--versions", "gone..2"), "'gone'", "champion");
    assertFails(lamm("evaluate", "--store", store, "--versions", "3..2"), "version 3", "[1, 2]");
    assertFails(lamm("evaluate", "--store", store.resolve("nowhere")), "nowhere");
    assertThat(lamm("evaluate", "--store", store, "--top", 0).code()).isEqualTo(2);
    assertThat(lamm("evaluate").code()).isEqualTo(2);
  }

  private static void assertFails(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).singleElement().asString().startsWith("lamm: ").contains(words);
    assertThat(seen.out()).isEmpty();
  }

  /** Honest in everything but one count. */
  private static void addVersionWithAWrongScore(Path folder) {
    try (EmbeddingStore open = EmbeddingStore.open(folder)) {
      Version before = open.version("default", 3);
      ClassEmbedding model = before.classes().get(0);
      ClassEmbedding extra =
          new ClassEmbedding(
              "extra",
              model.vectors(),
              model.width(),
              model.labelEmbedding(),
              model.tailTokenIds(),
              model.anchor(),
              model.textFeature(),
              model.zeroShotTextFeature(),
              model.imagePrototype());
      List<ClassEmbedding> classes = new ArrayList<>(before.classes());
      classes.add(extra);
      TestSet tests =
          new TestSet(
              "extra",
              List.of("extra"),
              List.of("extra"),
              model.textFeature(),
              model.textFeature().length);
      Version version =
          new Version(
              "default",
              4,
              OptionalInt.of(3),
              Instant.EPOCH,
              "extra",
              List.of("extra"),
              classes,
              before.provenance(),
              Map.of(),
              EmbeddingsDigest.sha256(classes));
      // The first class has the same feature and comes first: the right count is 0.
      List<CellScore> wrong = List.of(new CellScore(4, "extra", 1, 1));
      open.add(new NewVersion(version, tests, wrong), Map.of());
    }
  }

  private Path copy(Path folder) throws IOException {
    Path copy = Files.createDirectories(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static Set<?> problems(String json) throws IOException {
    try (InputStream schema =
        HistoryEvaluation.class.getResourceAsStream(HistoryEvaluation.SCHEMA)) {
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(schema)
          .validate(JSON.readTree(json));
    }
  }
}
