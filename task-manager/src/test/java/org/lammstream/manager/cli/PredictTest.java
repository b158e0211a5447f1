package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.clip.ComputeDevice;
import org.lammstream.manager.clip.ViewEncoder;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.clip.image.ImageGate;
import org.lammstream.manager.exchange.VersionExport;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.predict.ClassScore;
import org.lammstream.manager.predict.VersionScorer;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;

/** Which version answers, on a store that a real run of three tasks left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PredictTest {
  private final Path folder;
  private final Path store;
  private final Path image;

  PredictTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = folder.resolve("out/store");
    this.image = folder.resolve("images/test/fig/0.png");
  }

  @BeforeAll
  void run() {
    Path images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "fig", "pear"), 2, 1);
    assertThat(
            lamm(
                    "run",
                    "--checkpoint",
                    checkpoint(),
                    "--images",
                    images,
                    "--classes-per-task",
                    1,
                    "--shots",
                    2,
                    "--set",
                    "epochs=2",
                    "--output",
                    folder.resolve("out"))
                .code())
        .isZero();
  }

  @Test
  void theChampionAnswersAndSaysSo() throws IOException {
    assertThat(lamm("versions", "rollback", "--to", 2, "--store", store).code()).isZero();
    Terminal champion = predict("--json", image);
    assertThat(champion.code()).isZero();
    assertThat(champion.err()).isEqualTo("version 2 (champion) of learner default, 2 classes\n");
    JsonNode json = new ObjectMapper().readTree(champion.out());
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("version").asInt()).isEqualTo(2);
    assertThat(json.get("aliases").toString()).isEqualTo("[\"champion\"]");
    assertThat(json.get("predictions").get(0).get("classes")).hasSize(2);

    assertThat(predict("--version", "head", image).err()).startsWith("version 3 (head) of");
    assertThat(predict("--version", 1, image).err()).startsWith("version 1 of");
    assertThat(lamm("versions", "alias", "old", 1, "--store", store).code()).isZero();
    assertThat(predict("--version", "old", image).err()).startsWith("version 1 (old) of");
    assertThat(lamm("versions", "alias", "--delete", "champion", "--store", store).code()).isZero();
    assertThat(predict(image).err()).startsWith("version 3 (head) of");
    Terminal unknown = predict("--version", "best", image);
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.errorLines())
        .singleElement()
        .asString()
        .contains("no version 'best'; it has versions 1 to 3 and the aliases old");
  }

  @Test
  void anImageThatCannotBeReadDoesNotStopTheOthers() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.png"), "no image");
    Path missing = folder.resolve("missing.png");
    Terminal text = predict("--top", 1, broken, image, missing, image);
    assertThat(text.code()).isEqualTo(1);
    assertThat(text.out().lines().filter(line -> line.equals(image.toString()))).hasSize(2);
    assertThat(text.out().lines()).hasSize(4);
    assertThat(text.errorLines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("version "),
            line ->
                assertThat(line)
                    .isEqualTo(
                        "lamm: "
                            + broken
                            + ": no image: neither JPEG nor"
                            + " PNG nor BMP nor GIF"),
            line -> assertThat(line).isEqualTo("lamm: " + missing + ": no such file or folder"));
    JsonNode json = new ObjectMapper().readTree(predict("--json", broken, image).out());
    assertThat(json.get("predictions").findValuesAsText("image")).containsExactly(image.toString());
    assertThat(json.get("unreadable").findValuesAsText("image")).containsExactly(broken.toString());
  }

  /** What a user of the head computes: products with its rows, biases, and the softmax of them. */
  @Test
  void theExportedHeadGivesTheSameChances() throws IOException {
    Path export = folder.resolve("export");
    assertThat(
            lamm(
                    "versions",
                    "export",
                    "--version",
                    3,
                    "--checkpoint",
                    checkpoint(),
                    "--output",
                    export,
                    "--store",
                    store)
                .code())
        .isZero();
    assertThat(Files.readString(export.resolve("README.md"))).contains("`head[\"logit_scale\"]`");
    Safetensors head = Safetensors.open(export.resolve("head.safetensors"));
    JsonNode names =
        new ObjectMapper().readTree(export.resolve("head.json").toFile()).get("classes");
    double[] chances;
    try (ClipModel model = ClipModel.load(checkpoint(), new ComputeDevice.Cpu())) {
      float[] feature = new ViewEncoder(model, 6).encode(List.of(new ImageGate().decode(image)))[0];
      float[] rows = head.read("class_weights", 3, model.dimension());
      float[] scores = head.read("class_biases", 3);
      for (int i = 0; i < rows.length; i++) {
        scores[i / feature.length] += rows[i] * feature[i % feature.length];
      }
      double scale = Math.exp(head.read("logit_scale")[0]);
      double[] powers =
          IntStream.range(0, 3).mapToDouble(i -> Math.exp(scale * scores[i])).toArray();
      chances = Arrays.stream(powers).map(p -> p / Arrays.stream(powers).sum()).toArray();
    }
    JsonNode best =
        new ObjectMapper()
            .readTree(predict("--version", 3, "--json", image).out())
            .get("predictions")
            .get(0)
            .get("classes");
    for (JsonNode guess : best) {
      int at =
          IntStream.range(0, 3)
              .filter(i -> names.get(i).asText().equals(guess.get("name").asText()))
              .findFirst()
              .orElseThrow();
      assertThat(guess.get("probability").asDouble())
          .isCloseTo(chances[at], org.assertj.core.api.Assertions.within(1e-6));
    }
  }

  @Test
  void aLearnerOfSeveralViewsLooksAtAnImageInAllOfThem() throws IOException {
    Path output = folder.resolve("views");
    assertThat(
            lamm(
                    "run",
                    "--checkpoint",
                    checkpoint(),
                    "--images",
                    folder.resolve("images"),
                    "--classes-per-task",
                    3,
                    "--shots",
                    2,
                    "--set",
                    "epochs=1,views=4",
                    "--output",
                    output)
                .code())
        .isZero();
    assertThat(Files.readString(output.resolve("report.json")))
        .containsPattern("\"views\" *: *\"4\"");
    Terminal seen =
        lamm(
            "predict",
            "--store",
            output.resolve("store"),
            "--checkpoint",
            checkpoint(),
            "--json",
            image);
    JsonNode best =
        new ObjectMapper().readTree(seen.out()).get("predictions").get(0).get("classes").get(0);
    Path export = folder.resolve("views-export");
    try (ClipModel model = ClipModel.load(checkpoint(), new ComputeDevice.Cpu());
        EmbeddingStore learned = EmbeddingStore.openReadOnly(output.resolve("store"))) {
      Version version = learned.version("default", 1);
      float[] feature = new ViewEncoder(model, 4).encode(List.of(new ImageGate().decode(image)))[0];
      assertThat(VersionScorer.of(version, model).top(feature, 1))
          .extracting(ClassScore::name, ClassScore::probability)
          .containsExactly(tuple(best.get("name").asText(), best.get("probability").asDouble()));
      VersionExport.write(version, List.of(), Optional.empty(), export, false);
    }
    assertThat(Files.readString(export.resolve("README.md")))
        .contains("mean of 4 views of an image: as it is, as it is and mirrored, resized 1.2308");
    assertThat(Files.readString(folder.resolve("out/report.json")))
        .as("the default")
        .containsPattern("\"views\" *: *\"6\"");
  }

  @Test
  void aRunWhoseHeadWasMovedBackSaysHowToGoOn() {
    Path copy = folder.resolve("copy");
    Path backups = folder.resolve("backups");
    assertThat(lamm("versions", "backup", "--to", backups, "--store", store).code()).isZero();
    assertThat(
            lamm("versions", "restore", "--backup", backups, "--store", copy.resolve("store"))
                .code())
        .isZero();
    assertThat(
            lamm("versions", "rollback", "--to", 1, "--head", "--store", copy.resolve("store"))
                .code())
        .isZero();
    Terminal seen =
        lamm(
            "run",
            "--checkpoint",
            checkpoint(),
            "--images",
            folder.resolve("images"),
            "--classes-per-task",
            1,
            "--shots",
            2,
            "--set",
            "epochs=2",
            "--output",
            copy);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines())
        .last()
        .asString()
        .contains(
            "task 'task-02' was learned", "moved to version 1", "rollback --to latest --head");
  }

  private Terminal predict(Object... more) {
    return lamm(
        Stream.concat(
                Stream.of("predict", "--store", store, "--checkpoint", checkpoint()),
                Arrays.stream(more))
            .toArray());
  }

  private static Path checkpoint() {
    return Fixtures.path("tiny_clip");
  }
}
