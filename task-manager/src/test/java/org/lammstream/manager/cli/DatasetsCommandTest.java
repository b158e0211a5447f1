package org.lammstream.manager.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetsCommandTest {
  @TempDir Path root;

  private void imageFolder() throws IOException {
    for (String path : new String[] {"train/tram", "train/red fox", "test/tram", "test/red fox"}) {
      Files.createDirectories(root.resolve(path));
      Files.write(root.resolve(path).resolve("1.jpg"), new byte[] {1});
    }
  }

  @Test
  void theListNamesEachWithItsSizesTermsAndSource() {
    Terminal seen = lamm("datasets");
    assertThat(seen.code()).isZero();
    assertThat(seen.out().lines()).hasSize(19);
    assertThat(seen.out().lines().filter(line -> line.startsWith("oxford_pets")).findFirst())
        .hasValueSatisfying(
            line ->
                assertThat(line)
                    .contains("37", "2944", "736", "3669", "CC BY-SA 4.0", "robots.ox.ac.uk"));
  }

  @Test
  void theListIsAvailableAsJson() throws IOException {
    JsonNode json = new JsonMapper().readTree(lamm("datasets", "--json").out());
    assertThat(json.path("datasets")).hasSize(17);
    assertThat(json.path("datasets").get(0).path("name").asText()).isEqualTo("imagenet");
    assertThat(json.path("datasets").get(0).path("documented").path("train").asInt())
        .isEqualTo(1_281_167);
  }

  @Test
  void aNameShowsTheLayout() {
    Terminal seen = lamm("datasets", "stanford_cars");
    assertThat(seen.code()).isZero();
    assertThat(seen.out()).contains("DIR/stanford_cars/", "devkit/cars_train_annos.mat");
  }

  @Test
  void aRootIsReadAndWhatWasFoundIsSaid() throws IOException {
    imageFolder();
    Terminal seen = lamm("datasets", "folder", "--root", root);
    assertThat(seen.code()).isZero();
    assertThat(seen.out())
        .contains("found   2 classes, 2 train, 0 validation, 2 test", "red fox, tram");
    JsonNode json =
        new JsonMapper().readTree(lamm("datasets", "folder", "--root", root, "--json").out());
    assertThat(json.path("found").path("classNames")).hasSize(2);
  }

  @Test
  void aWrongLayoutIsOneLine() {
    Terminal seen = lamm("datasets", "dtd", "--root", root);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines())
        .containsExactly(
            "lamm: %s: no such folder; dtd is expected as dtd/ with images/<class>/*, perhaps"
                    .formatted(root.resolve("dtd"))
                + " split_zhou_DescribableTextures.json");
  }

  @Test
  void anUnknownNameShowsTheKnownOnes() {
    Terminal seen = lamm("datasets", "mnist");
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.err()).contains("there is no data set 'mnist'; there are imagenet, caltech101");
  }

  @Test
  void aRootNeedsAName() {
    Terminal seen = lamm("datasets", "--root", root);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.err()).contains("--root needs the NAME");
  }
}
