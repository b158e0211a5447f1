package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;

/** Pruning, backups, repair, and damage that was really done. */
class MaintenanceTest {
  private final Path folder;
  private final Path store;

  MaintenanceTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store");
  }

  @BeforeEach
  void makeHistory() {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "finches", 8);
      SampleVersions.add(open, "birds", "owls", 9, 6);
      SampleVersions.add(open, "birds", "gulls", 5, 4, 7);
      SampleVersions.add(open, "birds", "ducks", 5, 4, 7, 8);
      open.setAlias("birds", "best", 1);
    }
  }

  @Test
  void pruningSaysWhatGoesAndKeepsWhatHasANameAndWhatTheOptionsKeep() throws Exception {
    Terminal dry = lamm("versions", "prune", "--keep-last", 1, "--dry-run", "--store", store);
    assertThat(dry.code()).isZero();
    assertThat(dry.out())
        .startsWith("would prune versions 2 to 3 of birds; kept versions 1, 4\n")
        .contains("(estimated)");
    assertThat(lamm("versions", "show", "2", "--store", store).out()).doesNotContain("pruned");

    Terminal wet = lamm("versions", "prune", "--keep-every", 3, "--store", store, "--json");
    JsonNode json = new ObjectMapper().readTree(wet.out());
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("pruned").toString()).isEqualTo("[2]");
    assertThat(json.get("kept").toString()).isEqualTo("[1,3,4]");

    Terminal list = lamm("versions", "list", "--store", store);
    assertThat(list.out().lines().filter(line -> line.endsWith("  pruned")))
        .singleElement()
        .asString()
        .contains("owls", "75.0");
    assertThat(lamm("versions", "show", "2", "--store", store).out())
        .contains("its embeddings are gone", "60.0 %     6 of   10  owls");
    for (String[] command :
        new String[][] {
          {"export", "--version", "2", "--output", folder.resolve("x").toString()},
          {"rollback", "--to", "2"},
          {"alias", "a", "2"}
        }) {
      assertFails(
          lamm(
              Stream.of(Stream.of("versions"), Arrays.stream(command), Stream.of("--store", store))
                  .flatMap(part -> part)
                  .toArray()),
          "version 2",
          "was pruned");
    }
    assertThat(lamm("versions", "prune", "--keep-every", 3, "--store", store).out())
        .startsWith("nothing to prune");
  }

  @Test
  void agesAndRulesThatCannotBe() {
    // The samples are of the past, so all are older than an hour and younger than a thousand years.
    assertThat(lamm("versions", "prune", "--older-than", "365000d", "--store", store).out())
        .startsWith("nothing to prune");
    assertThat(lamm("versions", "prune", "--older-than", "0m", "--dry-run", "--store", store).out())
        .startsWith("would prune versions 2 to 3");
    for (Object[] wrong :
        new Object[][] {{}, {"--older-than", "30"}, {"--keep-last", 0}, {"--keep-every", -1}}) {
      Terminal seen =
          lamm(
              Stream.concat(Stream.of("versions", "prune", "--store", store), Arrays.stream(wrong))
                  .toArray());
      assertThat(seen.code()).isEqualTo(2);
      assertThat(seen.errorLines()).hasSize(2);
    }
  }

  @Test
  void aBackupBringsBackWhatWasThere() {
    Path backups = folder.resolve("backups");
    assertThat(lamm("versions", "backup", "--to", backups, "--store", store).out())
        .startsWith("backup 1 of ");
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "terns", 5, 4, 7, 8, 9);
    }
    assertThat(lamm("versions", "backup", "--to", backups, "--store", store).code()).isZero();
    assertThat(lamm("versions", "backup", "--to", backups, "--list").out().lines()).hasSize(3);
    assertThat(lamm("versions", "backup", "--to", backups, "--list", "--json").out())
        .contains("\"schemaVersion\" : 1", "\"id\" : 2", "\"damaged\" : [ ]");
    assertThat(lamm("versions", "verify", "--backup", backups, "--id", 1).out())
        .contains("backup 1 of ", "nothing damaged");
    Path restored = folder.resolve("restored");
    assertThat(
            lamm("versions", "restore", "--backup", backups, "--id", 1, "--store", restored).out())
        .contains("restored backup 1", "learner birds: versions 1 to 4, head 4");
    try (EmbeddingStore before = EmbeddingStore.openReadOnly(store);
        EmbeddingStore after = EmbeddingStore.openReadOnly(restored)) {
      Version version = before.version("birds", 4);
      assertThat(after.version("birds", 4)).isEqualTo(version);
      assertThat(after.aliases("birds")).containsEntry("best", 1);
    }
    assertFails(
        lamm("versions", "restore", "--backup", backups, "--store", restored), "holds a store");
    assertFails(lamm("versions", "backup", "--to", folder.resolve("no"), "--list"), "no");
    assertThat(lamm("versions", "backup", "--to", backups).code()).isEqualTo(2);
    assertFails(
        lamm("versions", "backup", "--to", backups, "--store", store, "--learner", "cats"),
        "no learner 'cats'",
        "birds");
  }

  @Test
  void verifyListsWhatIsDamagedAndNothingElse() throws Exception {
    Terminal whole = lamm("versions", "verify", "--store", store, "--learner", "birds");
    assertThat(whole.code()).isZero();
    assertThat(whole.out()).contains("1 learners, 4 versions", "nothing damaged");
    RawValues.change(
        store,
        "classes",
        (key, value) -> {
          byte[] changed = value.clone();
          changed[changed.length / 2] ^= 1;
          return changed;
        });
    Terminal damaged = lamm("versions", "verify", "--store", store);
    assertThat(damaged.code()).isEqualTo(1);
    assertThat(damaged.out()).contains("damaged: ", "birds", "checksum mismatch");
    assertThat(damaged.err()).contains("lamm versions restore");
    JsonNode json =
        new ObjectMapper().readTree(lamm("versions", "verify", "--store", store, "--json").out());
    assertThat(json.get("healthy").asBoolean()).isFalse();
    assertThat(json.get("problems")).isNotEmpty();
    assertFails(lamm("versions", "show", "2", "--store", store), "checksum mismatch");
    assertThat(lamm("versions", "list", "--store", store).code()).isZero();
  }

  @Test
  void aDamagedDataFileIsOneLine() throws Exception {
    try (EmbeddingStore open = EmbeddingStore.open(store)) { // turns the log into data files
      assertThat(open.learners()).hasSize(1);
    }
    try (Stream<Path> files = Files.list(store)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 0, bytes.length / 2, (byte) 7);
        Files.write(file, bytes);
      }
    }
    Terminal seen = lamm("versions", "verify", "--store", store);
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.out() + seen.err()).contains(".sst").doesNotContain("Exception", "\tat ");
    assertThat(lamm("versions", "list", "--store", store).errorLines()).hasSize(1);
  }

  @Test
  void aStoreOfANewerFormatIsLeftAlone() throws Exception {
    RawValues.change(store, "meta", (key, value) -> RawValues.resealed("meta", key, value, 99));
    for (String[] command :
        new String[][] {
          {"list"}, {"verify"}, {"rollback", "--to", "1"}, {"prune", "--keep-last", "1"}
        }) {
      assertFails(
          lamm(
              Stream.of(Stream.of("versions"), Arrays.stream(command), Stream.of("--store", store))
                  .flatMap(part -> part)
                  .toArray()),
          "has format",
          "use a newer version");
    }
  }

  private static void assertFails(Terminal seen, String... words) {
    assertThat(seen.code()).isEqualTo(1);
    assertThat(seen.errorLines()).singleElement().asString().startsWith("lamm: ").contains(words);
  }
}
