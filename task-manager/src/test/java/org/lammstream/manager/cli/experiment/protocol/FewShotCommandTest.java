package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.ok;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.result;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.results;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FewShotCommandTest {
  private static final String[] SMALL = {
    "--dataset=folder", "--shots=1,2", "--seeds=1,2", "--epochs=2", "--views=2", "--batch=4"
  };

  private final DrawnExperiment drawn;

  FewShotCommandTest(@TempDir Path folder) {
    drawn = DrawnExperiment.in(folder.resolve("images"));
  }

  @Test
  void anInterruptedExperimentComesToTheSameTable(@TempDir Path whole, @TempDir Path broken)
      throws IOException {
    ok(small(whole));
    assertThat(results(whole)).hasSize(1 + 5 * 2 * 2);

    Path damaged = drawn.root().resolve("train").resolve(DrawnExperiment.CLASSES.get(4));
    Path kept = damaged.resolveSibling("kept");
    Files.move(damaged, kept);
    Files.createDirectories(damaged);
    try (Stream<Path> images = Files.list(kept)) {
      for (Path image : images.toList()) {
        byte[] zeros = new byte[(int) Files.size(image)]; // of another size it is another image
        Files.write(damaged.resolve(image.getFileName()), zeros);
      }
    }
    // A class folder beside the others would be a class, so the true images wait elsewhere.
    Path aside = drawn.root().resolveSibling("aside");
    Files.move(kept, aside);
    Terminal stopped = small(broken);
    assertThat(stopped.code()).isEqualTo(1);
    assertThat(stopped.errorLines()).last().asString().contains("/0", "no image");
    try (Stream<Path> images = Files.list(aside)) {
      for (Path image : images.toList()) {
        Files.move(
            image, damaged.resolve(image.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertThat(results(broken)).as("what was finished").hasSize(1);
    FileTime before = Files.getLastModifiedTime(results(broken).get(0));

    ok(small(broken, "--method=zero-shot,lamm,maple"));
    cutOff(broken);
    Files.delete(broken.resolve("folder/2-shots/maple/seed-1.json"));
    ok(small(broken));

    assertThat(Files.getLastModifiedTime(broken.resolve("folder/zero-shot.json")))
        .isEqualTo(before);
    assertThat(text(broken, "table.md")).isEqualTo(text(whole, "table.md"));
    assertThat(text(broken, "table.csv")).isEqualTo(text(whole, "table.csv"));
    for (Path result : results(whole)) {
      JsonNode again = result(broken, whole.relativize(result).toString());
      JsonNode first = result(whole, whole.relativize(result).toString());
      assertThat(again.get("losses")).as(result.toString()).isEqualTo(first.get("losses"));
    }
  }

  @Test
  void anotherImageOfTheSameNameIsAnotherExperiment(@TempDir Path output, @TempDir Path other)
      throws IOException {
    DrawnExperiment mine = DrawnExperiment.in(other.resolve("images"));
    ok(mine.run("few-shot", output, "--dataset=folder", "--method=zero-shot", "--shots=1"));
    Path image = other.resolve("images/test").resolve(DrawnExperiment.CLASSES.get(0));
    Files.copy(
        image.resolve("00.png"), image.resolve("01.png"), StandardCopyOption.REPLACE_EXISTING);
    Terminal again =
        mine.run("few-shot", output, "--dataset=folder", "--method=zero-shot", "--shots=1");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("holds an experiment with other images");
  }

  @Test
  void whatDoesNotFitTheCheckpointIsToldBeforeAnythingRuns(@TempDir Path output) {
    Terminal deep = drawn.run("few-shot", output, "--dataset=folder", "--depth=40");
    assertThat(deep.code()).isEqualTo(1);
    assertThat(deep.err()).contains("maple: prompts of depth 40: the towers of this model");
    assertThat(drawn.run("few-shot", output, "--dataset=folder", "--context=photo").err())
        .contains("maple: 2 of the 1 tokens of 'photo' cannot train");
    assertThat(output).isEmptyDirectory();
  }

  @Test
  void aResultOfAnotherRunIsNotTaken(@TempDir Path output) throws IOException {
    String[] options = {"--dataset=folder", "--method=lamm", "--shots=1", "--epochs=1"};
    ok(drawn.run("few-shot", output, with(options, "--seeds=1")));
    Path one = output.resolve("folder/1-shot/lamm/seed-1.json");
    Files.copy(one, one.resolveSibling("seed-2.json"));
    Terminal two = drawn.run("few-shot", output, with(options, "--seeds=1,2"));
    assertThat(two.code()).isEqualTo(1);
    assertThat(two.err()).contains("seed-2.json holds another run: folder, lamm, 1 shots, seed 1");
  }

  private static String[] with(String[] options, String more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  /** As if the power had failed while features were written. */
  private static void cutOff(Path output) throws IOException {
    try (Stream<Path> files = Files.list(output.resolve("folder"))) {
      List<Path> features =
          files.filter(file -> file.getFileName().toString().startsWith("features-")).toList();
      assertThat(features).as("plain, and two views of two seeds").hasSize(5);
      for (Path file : features) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
      }
    }
  }

  @Test
  void theTableHasOurFiguresAndThePapers(@TempDir Path output) throws IOException {
    ok(drawn.run("few-shot", output, "--dataset=folder", "--method=zero-shot", "--shots=1,16"));
    ok(
        drawn.run(
            "few-shot",
            output,
            "--dataset=folder",
            "--method=zero-shot,coop+lamm",
            "--shots=1,16",
            "--seeds=1,2",
            "--epochs=1",
            "--views=none"));
    JsonNode first = result(output, "folder/1-shot/coop+lamm/seed-1.json");
    JsonNode second = result(output, "folder/1-shot/coop+lamm/seed-2.json");
    double mean =
        50 * (first.at("/accuracies/test").asDouble() + second.at("/accuracies/test").asDouble());
    assertThat(text(output, "table.csv"))
        .contains("folder,coop+lamm,1,2,%.4f,".formatted(mean))
        .containsPattern("folder,zero-shot,16,1,[\\d.]+,0.0000,65.25\n");
    assertThat(text(output, "table.md"))
        .contains("| data set | method | 1 shot | 16 shots |")
        .contains("| *the paper's eleven* | *zero-shot* | *65.25* | *65.25* |")
        .contains("| *the paper's eleven* | *coop+lamm* | *68.7* | *81.7* |")
        .contains("eleven data sets", "±0.15");
    assertThat(first.get("trainingImages").asInt()).isEqualTo(DrawnExperiment.CLASSES.size());
    assertThat(first.get("checkpoint").asText()).hasSize(64);
    assertThat(first.at("/settings/lr").asText()).isEqualTo("0.002");
    assertThat(ImageIO.read(output.resolve("accuracy.png").toFile()).getWidth()).isEqualTo(2000);
  }

  @Test
  void zeroShotReadsTheDataSetsOwnPromptAndSeveralDataSetsHaveAnAverage(@TempDir Path folder)
      throws IOException {
    Path dtd = folder.resolve("dtd/images");
    for (String name : DrawnExperiment.CLASSES) {
      Files.createDirectories(dtd.resolve(name));
      for (int i = 0; i < DrawnExperiment.TRAIN; i++) {
        Path image = Path.of("train", name, "0%d.png".formatted(i));
        Files.copy(drawn.root().resolve(image), dtd.resolve(name).resolve(image.getFileName()));
      }
    }
    Files.createSymbolicLink(folder.resolve("train"), drawn.root().resolve("train"));
    Files.createSymbolicLink(folder.resolve("test"), drawn.root().resolve("test"));
    Path output = folder.resolve("output");
    ok(
        new DrawnExperiment(folder)
            .run("few-shot", output, "--dataset=dtd,folder", "--method=zero-shot"));
    JsonNode textures = result(output, "dtd/zero-shot.json");
    JsonNode photos = result(output, "folder/zero-shot.json");
    assertThat(textures.at("/settings/prompt").asText()).isEqualTo("{} texture.");
    assertThat(photos.at("/settings/prompt").asText()).isEqualTo("a photo of a {}.");
    double mean =
        50
            * (textures.at("/accuracies/test").asDouble()
                + photos.at("/accuracies/test").asDouble());
    assertThat(text(output, "table.csv"))
        .contains("average,zero-shot,1,1,%.4f,0.0000,65.25".formatted(mean));
  }

  @Test
  void freshViewsInEveryEpochAreWhatAViewForEachEpochIs(@TempDir Path kept, @TempDir Path fresh)
      throws IOException {
    String[] common = {
      "--dataset=folder", "--method=lamm,maple", "--shots=2", "--seeds=3", "--epochs=3"
    };
    ok(drawn.run("few-shot", kept, with(common, "--views=3")));
    ok(drawn.run("few-shot", fresh, with(common, "--views=epoch")));
    for (String method : List.of("lamm", "maple")) {
      String path = "folder/2-shots/%s/seed-3.json".formatted(method);
      assertThat(result(fresh, path).get("losses")).isEqualTo(result(kept, path).get("losses"));
    }
    ok(drawn.run("few-shot", fresh.resolve("none"), with(common, "--views=none")));
    assertThat(result(fresh, "none/folder/2-shots/lamm/seed-3.json").get("losses"))
        .isNotEqualTo(result(kept, "folder/2-shots/lamm/seed-3.json").get("losses"));
  }

  @Test
  void onlySomeClassesMayBeLearned(@TempDir Path output) throws IOException {
    Path lines = output.resolve("classes.txt");
    Files.write(lines, DrawnExperiment.CLASSES.subList(1, 3));
    Path tasks = output.resolve("tasks.json");
    Files.writeString(
        tasks,
        "[{\"task\": \"a\", \"classes\": [\"%s\"]}, {\"task\": \"b\", \"classes\": [\"%s\"]}]"
            .formatted(DrawnExperiment.CLASSES.get(0), DrawnExperiment.CLASSES.get(4)));
    assertThat(classes(output.resolve("lines"), lines.toString())).isEqualTo(2);
    assertThat(classes(output.resolve("tasks"), tasks.toString())).isEqualTo(2);
    assertThat(classes(output.resolve("task"), tasks + "#b")).isEqualTo(1);
    Files.writeString(lines, "unheard of\n");
    assertThat(drawn.run("few-shot", output, "--dataset=folder", "--classes=" + lines).err())
        .contains("--classes: folder has no class 'unheard of'");
    assertThat(drawn.run("few-shot", output, "--dataset=folder", "--classes=" + tasks + "#c").err())
        .contains("there is no task of this name");
  }

  private int classes(Path output, String file) throws IOException {
    ok(
        drawn.run(
            "few-shot", output, "--dataset=folder", "--method=zero-shot", "--classes=" + file));
    return result(output, "folder/zero-shot.json").get("classes").asInt();
  }

  @Test
  void resultsOfOtherSettingsOrImagesAreNotTaken(@TempDir Path output) throws IOException {
    String[] coop = {"--dataset=folder", "--method=coop", "--shots=1", "--seeds=1", "--views=none"};
    ok(drawn.run("few-shot", output, with(coop, "--epochs=1")));
    Terminal other = drawn.run("few-shot", output, with(coop, "--epochs=2", "--lr=0.5"));
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("was measured with other settings (epochs, lr)");
    Path fewer = output.resolve("classes.txt");
    Files.write(fewer, DrawnExperiment.CLASSES.subList(1, 3));
    Terminal images = drawn.run("few-shot", output, with(coop, "--classes=" + fewer));
    assertThat(images.err()).contains("holds an experiment with other images, classes");
  }

  @Test
  void settingsAreThoseOfTheOptionsWhereAMethodHeedsThem(@TempDir Path output) throws IOException {
    ok(
        drawn.run(
            "few-shot",
            output,
            "--dataset=folder",
            "--method=coop,coop+lamm,maple+lamm",
            "--shots=1",
            "--seeds=1",
            "--epochs=1",
            "--views=none",
            "--random-context=3",
            "--class-specific",
            "--depth=2",
            "--loss=parameter=0,logit=0.5"));
    JsonNode coop = result(output, "folder/1-shot/coop/seed-1.json").get("settings");
    JsonNode both = result(output, "folder/1-shot/coop+lamm/seed-1.json").get("settings");
    JsonNode maple = result(output, "folder/1-shot/maple+lamm/seed-1.json").get("settings");
    assertThat(coop.get("context.random").asText()).isEqualTo("3");
    assertThat(coop.get("class-specific").asText()).isEqualTo("true");
    assertThat(coop.has("loss.logit")).isFalse();
    assertThat(both.get("loss.parameter").asText()).isEqualTo("0.0");
    assertThat(both.get("loss.feature").asText()).isEqualTo("1.0");
    assertThat(both.get("loss.logit").asText()).isEqualTo("0.5");
    assertThat(maple.get("class-specific").asText()).isEqualTo("false");
    assertThat(maple.get("depth").asText()).isEqualTo("2");
    assertThat(maple.get("lr").asText()).isEqualTo("0.0035");
  }

  @Test
  void mistakesAreNamed(@TempDir Path output) {
    assertThat(drawn.run("few-shot", output).err()).contains("--dataset is missing");
    assertThat(fails(output, "--method=sofa")).contains("--method sofa: there are zero-shot, lamm");
    assertThat(fails(output, "--views=0")).contains("--views 0: use none, a number");
    assertThat(fails(output, "--shots=0")).contains("--shots 0: use numbers from 1");
    assertThat(fails(output, "--epochs=0")).contains("--epochs: use at least 1");
    assertThat(fails(output, "--loss=logit=-1")).contains("--loss logit: use one of");
    assertThat(fails(output, "--loss=sofa=1")).contains("--loss sofa: use one of");
    assertThat(fails(output, "--method=maple", "--depth=99")).contains("prompts of depth 99");
    assertThat(fails(output, "--context=a", "--random-context=4")).contains("not both");
    assertThat(drawn.run("few-shot", output, "--dataset=sofa").err())
        .contains("there is no data set 'sofa'");
  }

  private String fails(Path output, String... options) {
    Terminal ended = drawn.run("few-shot", output, with(options, "--dataset=folder"));
    assertThat(ended.code()).isEqualTo(1);
    return ended.err();
  }

  private Terminal small(Path output, String... more) {
    return drawn.run("few-shot", output, with(SMALL, more));
  }

  private static String[] with(String[] some, String... more) {
    return Stream.of(some, more).flatMap(Stream::of).toArray(String[]::new);
  }
}
