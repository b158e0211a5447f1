package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;

/** What is not there is one line that names what is; nothing is guessed. */
class NamesTest {
  private final Path folder;
  private final Path store;

  NamesTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
  }

  @BeforeEach
  void makeHistory() {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "finches", 8);
      SampleVersions.add(open, "birds", "owls", 9, 6);
      SampleVersions.add(open, "trees", "oaks", 9);
    }
  }

  @Test
  void aLearnerMustBeNamedWhereThereAreSeveral() {
    assertFails(versions("list"), "several learners", "--learner: birds, trees");
    assertThat(versions("list", "--learner", "trees").code()).isZero();
    Terminal fromEnvironment =
        lamm(Map.of("LAMM_LEARNER", "trees"), "versions", "list", "--store", store);
    assertThat(fromEnvironment.code()).isZero();
    assertThat(fromEnvironment.out()).contains("oaks");
  }

  @Test
  void anUnknownLearnerVersionOrAlias() {
    assertFails(versions("list", "--learner", "bird"), "no learner 'bird'", "birds, trees");
    String known = "it has versions 1 to 2 and the aliases champion";
    assertFails(versions("show", "3", "--learner", "birds"), "no version '3'", known);
    assertFails(versions("show", "best", "--learner", "birds"), "no version 'best'", known);
    assertFails(versions("rollback", "--to", "0", "--learner", "birds"), "no version '0'", known);
    assertFails(
        versions("alias", "--delete", "best", "--learner", "birds"), "no alias 'best'", "champion");
    assertFails(versions("alias", "a", "99999999999", "--learner", "birds"), "'99999999999'");
  }

  @Test
  void whatIsNoAlias() {
    for (String name : new String[] {"7", "head", "latest", "a\nb", " "}) {
      assertFails(versions("alias", name, "1", "--learner", "birds"), "cannot be an alias");
    }
    Terminal half = versions("alias", "best", "--learner", "birds");
    assertThat(half.code()).isEqualTo(2);
    assertThat(half.errorLines()).first().asString().contains("name the version");
  }

  @Test
  void aFolderThatHoldsNoStore() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    for (String command : new String[] {"list", "show", "alias", "export --output x", "verify"}) {
      Terminal seen =
          lamm(
              Stream.concat(
                      Stream.of("versions"),
                      Stream.concat(Stream.of(command.split(" ")), Stream.of("--store", empty)))
                  .toArray());
      assertFails(seen, empty.toString(), "holds no store");
    }
    assertThat(empty).isEmptyDirectory();
  }

  @Test
  void theGroupAloneShowsItsCommandsAndEachHasHelp() {
    Terminal group = lamm("versions");
    assertThat(group.code()).isEqualTo(2);
    assertThat(group.err()).contains("list", "rollback", "import");
    for (String command :
        new String[] {
          "list",
          "show",
          "diff",
          "rollback",
          "alias",
          "prune",
          "backup",
          "restore",
          "verify",
          "export",
          "import"
        }) {
      Terminal help = lamm("versions", command, "--help");
      assertThat(help.code()).isZero();
      assertThat(help.out())
          .contains("Usage: lamm versions " + command, "--config", "--verbose", "--store");
    }
    Terminal wrong = lamm("versions", "lst", "--store", store);
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.errorLines()).last().asString().contains("lamm versions --help");
  }

  @Test
  void verboseAddsTheStackTrace() {
    assertThat(versions("list", "--verbose").err()).contains("\tat org.lammstream");
  }

  private Terminal versions(Object... more) {
    return lamm(
        Stream.of(Stream.of("versions"), Stream.of(more), Stream.of("--store", store))
            .flatMap(part -> part)
            .toArray());
  }

  private static void assertFails(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).singleElement().asString().startsWith("lamm: ").contains(words);
  }
}
