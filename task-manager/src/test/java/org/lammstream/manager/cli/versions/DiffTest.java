package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.evaluation.stored.VersionDiff;
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.fixtures.DrawnFolder;
import org.lammstream.manager.fixtures.Fixtures;

/** Differences on a store that a real run of three tasks left. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiffTest {
  private final Path folder;

  DiffTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeAll
  void run() {
    Path images = DrawnFolder.draw(folder.resolve("images"), List.of("apple", "fig", "pear"), 2, 2);
    assertThat(
            lamm(
                    "run",
                    "--checkpoint",
                    Fixtures.path("tiny_clip"),
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
  void twoVersionsAreComparedByWhateverNamesTheyHave() {
    Terminal seen = diff("1", "champion");
    assertThat(seen.code()).isZero();
    assertThat(seen.out())
        .contains(
            "before: version 1, task 'task-01', 1 classes",
            "after:  version 3, task 'task-03', 3 classes",
            "classes added (2): fig, pear",
            "drift: 1 of 1 common classes moved");
  }

  @Test
  void aVersionAloneIsComparedWithTheOneThatItContinues() {
    assertThat(diff().out()).contains("before: version 2", "after:  version 3");
    assertThat(diff("2").out()).contains("before: version 1", "after:  version 2");
    Terminal first = diff("1");
    assertThat(first.code()).isEqualTo(1);
    assertThat(first.errorLines()).singleElement().asString().contains("name two versions");
    assertThat(diff("1", "4").errorLines()).singleElement().asString().contains("no version '4'");
    assertThat(diff("--top", "0").code()).isEqualTo(2);
  }

  @Test
  void theJsonIsThatOfTheSchema() throws IOException {
    Terminal seen = diff("3", "1", "--json");
    JsonNode json = new ObjectMapper().readTree(seen.out());
    try (InputStream schema = VersionDiff.class.getResourceAsStream(VersionDiff.SCHEMA)) {
      assertThat(
              JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                  .getSchema(schema)
                  .validate(json))
          .isEmpty();
    }
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("removed").toString()).isEqualTo("[\"fig\",\"pear\"]");
  }

  private Terminal diff(String... more) {
    return lamm(
        Stream.concat(
                Stream.of("versions", "diff", "--store", folder.resolve("out/store")),
                Stream.of(more))
            .toArray());
  }
}
