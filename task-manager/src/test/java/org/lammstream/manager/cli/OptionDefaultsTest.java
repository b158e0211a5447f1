package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.DrawnFolder;

/** {@code publish} checks its images before it looks for a broker, which shows its options. */
class OptionDefaultsTest {
  private final Path folder;

  OptionDefaultsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void theCommandLineWinsOverTheEnvironmentAndThatOverTheFile() throws IOException {
    Path config = properties("images=" + folder.resolve("from-file"));
    Map<String, String> environment =
        Map.of("LAMM_IMAGES", folder.resolve("from-environment").toString());
    Object[] publish = {"publish", "--bootstrap", "localhost:1", "--learner", "a"};
    assertThat(lamm(with(publish, "--config", config)).err()).contains("from-file");
    assertThat(lamm(environment, with(publish, "--config", config)).err())
        .contains("from-environment");
    assertThat(
            lamm(
                    environment,
                    with(publish, "--config", config, "--images", folder.resolve("from-line")))
                .err())
        .contains("from-line");
  }

  @Test
  void theFileItselfMayComeFromTheEnvironment() throws IOException {
    Path config = properties("images=" + folder.resolve("from-file"));
    Map<String, String> environment = Map.of("LAMM_CONFIG", config.toString());
    assertThat(lamm(environment, "publish", "--bootstrap", "x:1", "--learner", "a").err())
        .contains("from-file");
  }

  @Test
  void dashesBecomeUnderscoresInTheEnvironment() {
    Path images = DrawnFolder.draw(folder.resolve("images"), java.util.List.of("a"), 1, 1);
    Map<String, String> environment = Map.of("LAMM_CLASSES_PER_TASK", "0");
    Terminal seen =
        lamm(
            environment,
            "publish",
            "--bootstrap",
            "localhost:1",
            "--learner",
            "a",
            "--images",
            images);
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.err()).contains("--classes-per-task must be at least 1");
  }

  @Test
  void ofTwoOptionsThatExcludeEachOtherTheStrongerSourceCounts() throws IOException {
    Path images = DrawnFolder.draw(folder.resolve("images"), java.util.List.of("a"), 1, 1);
    Object[] publish = {"publish", "--bootstrap", "localhost:1", "--learner", "a"};
    Object[] withImages = with(publish, "--images", images);
    Path tasks = folder.resolve("tasks.json");
    Map<String, String> size = Map.of("LAMM_CLASSES_PER_TASK", "0");
    assertThat(lamm(size, with(withImages, "--tasks", tasks)).err())
        .contains("tasks.json (No such file");
    Path file = properties("tasks=" + tasks);
    assertThat(lamm(size, with(withImages, "--config", file)).err())
        .contains("--classes-per-task must be at least 1");
    assertThat(lamm(with(withImages, "--config", file, "--classes-per-task", 0)).err())
        .contains("--classes-per-task must be at least 1");
    Terminal same = lamm(with(withImages, "--tasks", tasks, "--classes-per-task", 2));
    assertThat(same.code()).isEqualTo(2);
    assertThat(same.err()).contains("exclude each other");
  }

  @Test
  void aFlagThatIsSetTwiceStaysSet() {
    Map<String, String> environment = Map.of("LAMM_LIST_SETTINGS", "true");
    assertThat(lamm(environment, "doctor").out()).contains("epochs");
    assertThat(lamm(environment, "doctor", "--list-settings").out()).contains("epochs");
  }

  @Test
  void anUnknownOptionInTheFileIsNamed() throws IOException {
    Terminal seen = lamm("doctor", "--list-settings", "--config", properties("shotz=3"));
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines()).singleElement().asString().contains("no command has", "shotz");
  }

  @Test
  void aMissingFileIsNamed() {
    Terminal seen = lamm("doctor", "--config=" + folder.resolve("gone.properties"));
    assertThat(seen.code()).isEqualTo(2);
    assertThat(seen.errorLines()).singleElement().asString().contains("gone.properties: no such");
  }

  private Path properties(String text) throws IOException {
    return Files.writeString(folder.resolve("lamm.properties"), text);
  }

  private static Object[] with(Object[] first, Object... more) {
    return java.util.stream.Stream.concat(
            java.util.Arrays.stream(first), java.util.Arrays.stream(more))
        .toArray();
  }
}
