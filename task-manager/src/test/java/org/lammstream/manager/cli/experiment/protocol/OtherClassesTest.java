package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.ok;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.result;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;

/** Base and new classes, and other domains. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OtherClassesTest {
  private static final List<String> QUICK =
      List.of("--dataset=folder", "--shots=2", "--seeds=1,2", "--epochs=2", "--views=none");

  private final DrawnExperiment drawn;

  OtherClassesTest(@TempDir Path folder) {
    drawn = DrawnExperiment.in(folder.resolve("images"));
  }

  private Terminal run(String protocol, Path output, String... more) {
    String[] options = Arrays.copyOf(more, more.length + QUICK.size());
    for (int i = 0; i < QUICK.size(); i++) {
      options[more.length + i] = QUICK.get(i);
    }
    return drawn.run(protocol, output, options);
  }

  @Test
  void newClassesStandBehindTheLearnedPrompts(@TempDir Path output) throws IOException {
    ok(run("base-to-new", output));
    for (String method : List.of("lamm", "coop", "coop+lamm", "maple", "maple+lamm")) {
      JsonNode result = result(output, "folder/2-shots/%s/seed-2.json".formatted(method));
      double base = result.at("/accuracies/base").asDouble();
      double fresh = result.at("/accuracies/new").asDouble();
      double mean = base + fresh == 0 ? 0 : 2 * base * fresh / (base + fresh);
      assertThat(result.at("/accuracies/harmonic mean").asDouble()).isCloseTo(mean, within(1e-12));
      assertThat(result.get("classes").asInt()).as("three of five are base").isEqualTo(3);
      assertThat(result.get("trainingImages").asInt()).isEqualTo(6);
    }
    JsonNode zeroShot = result(output, "folder/zero-shot.json");
    JsonNode lamm = result(output, "folder/2-shots/lamm/seed-1.json");
    assertThat(lamm.at("/accuracies/new"))
        .as("LAMM leaves the context as it is")
        .isEqualTo(zeroShot.at("/accuracies/new"));
    assertThat(text(output, "table.md"))
        .contains("| data set | shots | method | base | new | harmonic mean |");
    assertThat(output.resolve("accuracy.png")).isNotEmptyFile();
    assertThat(run("base-to-new", output, "--method=coop", "--class-specific").err())
        .contains("--class-specific leaves new classes without a context");
  }

  @Test
  void aTargetIsScoredAmongItsOwnClasses(@TempDir Path folder) throws IOException {
    Path same = drawn.root().resolve("test");
    Path some = folder.resolve("some");
    List<String> kept = List.of(DrawnExperiment.CLASSES.get(3), DrawnExperiment.CLASSES.get(1));
    for (String name : kept) {
      Files.createDirectories(some);
      Files.createSymbolicLink(some.resolve(name), drawn.root().resolve("train").resolve(name));
    }
    Path output = folder.resolve("output");
    ok(
        run(
            "domain-shift",
            output,
            "--method=zero-shot,lamm,maple",
            "--targets=same=%s,some=%s".formatted(withMore(folder.resolve("same"), same), some)));
    JsonNode lamm = result(output, "folder/2-shots/lamm/seed-1.json");
    JsonNode maple = result(output, "folder/2-shots/maple/seed-1.json");
    for (JsonNode result : List.of(lamm, maple)) {
      assertThat(result.at("/accuracies/same")).isEqualTo(result.at("/accuracies/source"));
      assertThat(result.at("/accuracies/some").asDouble()).as("one of two").isBetween(0.3, 1.0);
      assertThat(result.at("/accuracies/mean of targets").asDouble())
          .isCloseTo(
              (result.at("/accuracies/same").asDouble() + result.at("/accuracies/some").asDouble())
                  / 2,
              within(1e-12));
    }
    assertThat(text(output, "table.md"))
        .contains("| data set | shots | method | source | same | some | mean of targets |");
    assertThat(text(output, "table.csv")).contains("same,same_sd,some,some_sd,mean_of_targets");
  }

  /** A folder with the test images where targets have theirs. */
  private static Path withMore(Path folder, Path test) throws IOException {
    Files.createDirectories(folder);
    Files.createDirectories(folder.resolve("test"));
    for (String name : DrawnExperiment.CLASSES) {
      Path to = Files.createDirectories(folder.resolve("test").resolve(name));
      for (int i = 0; i < DrawnExperiment.TEST; i++) {
        String image = "0%d.png".formatted(i);
        Files.copy(test.resolve(name).resolve(image), to.resolve(image));
      }
    }
    return folder;
  }

  @Test
  void mistakesAreNamed(@TempDir Path folder) throws IOException {
    assertThat(run("domain-shift", folder).err()).contains("--targets is missing");
    Path strange = folder.resolve("strange");
    for (String name : List.of(DrawnExperiment.CLASSES.get(0), "unheard of")) {
      Path to = Files.createDirectories(strange.resolve(name));
      for (int i = 0; i < 6; i++) {
        String image = "0%d.png".formatted(i);
        Files.copy(
            drawn.root().resolve("train").resolve(DrawnExperiment.CLASSES.get(0)).resolve(image),
            to.resolve(image));
      }
    }
    Path output = folder.resolve("output");
    assertThat(run("domain-shift", output, "--targets=odd=" + strange).err())
        .contains("target odd: its class 'unheard of' is none of folder");
    assertThat(run("domain-shift", output, "--targets=source=" + strange).err())
        .contains("choose another name for 'source'");
    assertThat(run("domain-shift", output, "--targets=imagenet-a").err()).contains("imagenet-a");
  }
}
