package org.lammstream.manager.cli.experiment.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.CLASSES;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.ok;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.result;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.results;
import static org.lammstream.manager.cli.experiment.protocol.DrawnExperiment.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;

/** Prompt methods that go on from task to task, and tasks out of data sets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IncrementalMethodsTest {
  private static final String[] QUICK = {
    "--dataset=folder", "--shots=2", "--seeds=1", "--epochs=2", "--views=none", "--lr=0.02"
  };

  private final DrawnExperiment experiment;

  IncrementalMethodsTest(@TempDir Path root) {
    experiment = DrawnExperiment.in(root);
  }

  @Test
  void everyMethodLearnsTheTasksOneAfterTheOther(@TempDir Path output) throws IOException {
    ok(
        run(
            output,
            "--tasks=2",
            "--test-images=2",
            "--method=zero-shot,lamm,coop,coop+lamm,maple,maple+lamm"));
    assertThat(results(output)).hasSize(6);
    assertThat(text(output, "table.md"))
        .contains("| 2 | zero-shot | 1 |", "| 2 | coop+lamm | 1 |", "| 2 | maple+lamm | 1 |");
    JsonNode untouched = result(output, "2-shots/zero-shot/order-0-seed-1.json");
    for (String method : List.of("lamm", "coop", "coop+lamm", "maple", "maple+lamm")) {
      JsonNode learned = result(output, "2-shots/" + method + "/order-0-seed-1.json");
      assertThat(learned.get("matrix").get(0))
          .as("before anything was learned, %s", method)
          .isEqualTo(untouched.get("matrix").get(0));
      assertThat(learned.get("settings").get("epochs").asText()).isEqualTo("2");
      double shared = learned.get("sharedBytes").asDouble();
      assertThat(shared > 0)
          .as("prompts of all classes, %s", method)
          .isEqualTo(!method.equals("lamm"));
    }
    assertThat(untouched.get("tasks").toString()).isEqualTo("[\"task-1\",\"task-2\"]");
  }

  @Test
  void anInterruptedExperimentComesToTheSameTable(@TempDir Path whole, @TempDir Path broken)
      throws IOException {
    String[] all = {"--tasks=2", "--method=lamm,coop,maple", "--views=2", "--seeds=1,2"};
    ok(run(whole, all));
    ok(run(broken, "--tasks=2", "--method=lamm,coop", "--views=2", "--seeds=1"));
    Path coop = broken.resolve("2-shots/coop/order-0-seed-1.json");
    Path lamm = broken.resolve("2-shots/lamm/order-0-seed-1.json");
    FileTime kept = Files.getLastModifiedTime(lamm);
    Files.delete(coop);
    List<Path> features = new ArrayList<>();
    try (Stream<Path> files = Files.list(broken)) {
      files.filter(file -> file.toString().endsWith(".bin")).forEach(features::add);
    }
    assertThat(features).as("plain, and two views").hasSize(3);
    for (Path file : features) { // as if the power had failed
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    }
    ok(run(broken, all));
    assertThat(Files.getLastModifiedTime(lamm)).isEqualTo(kept);
    assertThat(withoutSeconds(broken)).isEqualTo(withoutSeconds(whole));
    for (Path file : results(whole)) {
      String path = whole.relativize(file).toString();
      assertThat(result(broken, path).get("matrix"))
          .as(path)
          .isEqualTo(result(whole, path).get("matrix"));
    }
  }

  @Test
  void aSeedThatIsThereTwiceCountsOnce(@TempDir Path output) throws IOException {
    ok(run(output, "--tasks=2", "--method=zero-shot", "--seeds=1,1", "--shots=2,2"));
    assertThat(text(output, "table.md")).contains("| 2 | zero-shot | 1 |");
  }

  @Test
  void aDataSetAndTheFolderThatItIsGiveTheSame(@TempDir Path one, @TempDir Path other)
      throws IOException {
    ok(
        experiment.run(
            "incremental",
            one,
            "--dataset=folder",
            "--tasks=2",
            "--shots=2",
            "--variant=means: method=zero-shot, head=prototype, views=1"));
    Terminal folder =
        Terminal.lamm(
            "experiment",
            "incremental",
            "--images=" + experiment.root(),
            "--tasks=2",
            "--shots=2",
            "--checkpoint=builtin",
            "--output=" + other,
            "--device=cpu",
            "--variant=means: method=zero-shot, head=prototype, views=1");
    ok(folder);
    assertThat(withoutSeconds(other)).isEqualTo(withoutSeconds(one));
  }

  @Test
  void tasksAreCutOutOfTheClassesInTheirOrder(@TempDir Path even, @TempDir Path sized)
      throws IOException {
    ok(run(even, "--tasks=3", "--method=zero-shot"));
    assertThat(result(even, "2-shots/zero-shot/order-0-seed-1.json").get("tasks")).hasSize(3);
    ok(run(sized, "--classes-per-task=4", "--method=zero-shot"));
    assertThat(result(sized, "2-shots/zero-shot/order-0-seed-1.json").get("tasks"))
        .as("four classes, and one more")
        .hasSize(2);
  }

  @Test
  void mistakesAreNamed(@TempDir Path output) throws IOException {
    assertThat(run(output, "--tasks=6", "--method=lamm").err())
        .contains("--tasks 6: there are only 5 classes");
    assertThat(run(output, "--method=lamm").err())
        .contains("give --tasks or --classes-per-task, one of them");
    assertThat(run(output, "--tasks=2", "--classes-per-task=1", "--method=lamm").err())
        .contains("give --tasks or --classes-per-task, one of them");
    assertThat(run(output, "--tasks=2", "--images=here", "--method=lamm").err())
        .contains("give --images DIR, or --dataset NAME and --root DIR");
    assertThat(experiment.run("incremental", output, "--dataset=folder", "--tasks=2").err())
        .contains("nothing to measure: give --method, --variant or --variants");
    assertThat(run(output, "--tasks=2", "--method=coop", "--class-specific").err())
        .contains("use --variant 'NAME: method=coop, context.scope=class'");
    assertThat(run(output, "--tasks=2", "--test-images=0", "--method=lamm").err())
        .contains("--test-images must be at least 1");
    assertThat(run(output, "--tasks=2", "--variant=plain: head=none").err())
        .contains("are for --method; a variant names its settings itself");
    Path tasks = output.resolve("tasks.json");
    Files.writeString(tasks, "[{\"task\": \"one\", \"classes\": [\"yeti\"]}]");
    assertThat(run(output, "--tasks=" + tasks, "--method=lamm").err())
        .contains("folder has no class 'yeti'");
    Files.writeString(
        tasks, "[{\"task\": \"one\", \"classes\": [\"%s\"]}]".formatted(CLASSES.get(3)));
    ok(run(output.resolve("runs"), "--tasks=" + tasks, "--method=zero-shot"));
  }

  private Terminal run(Path output, String... options) {
    List<String> all = new ArrayList<>();
    for (String option : QUICK) {
      String name = option.substring(0, option.indexOf('=') + 1);
      if (Stream.of(options).noneMatch(other -> other.startsWith(name))) {
        all.add(option);
      }
    }
    all.addAll(List.of(options));
    return experiment.run("incremental", output, all.toArray(String[]::new));
  }

  /** Seconds depend on the machine. */
  private static List<String> withoutSeconds(Path output) throws IOException {
    return text(output, "table.csv")
        .lines()
        .map(line -> line.replaceAll("^((?:[^,]*,){11})[^,]*,[^,]*,", "$1"))
        .toList();
  }
}
