package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.cli.Terminal;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;

/** A history with a branch: 1 - 2 - 3, and 4 on 2; the champion stays at 3. */
class ListAndShowTest {
  private final Path store;

  ListAndShowTest(@TempDir Path folder) {
    this.store = folder.resolve("store");
  }

  @BeforeEach
  void makeHistory() {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "finches", 8);
      SampleVersions.add(open, "birds", "owls", 9, 6);
      SampleVersions.add(open, "birds", "gulls", 5, 4, 7);
      open.moveHead("birds", 2);
      SampleVersions.add(open, "birds", "ducks\u001b[2J", 7, 6, 10);
      open.setAlias("birds", "first", 1);
    }
  }

  @Test
  void everyVersionHasALineWithItsParentItsScoresAndItsNames() {
    Terminal seen = lamm("versions", "list", "--store", store, "--learner", "birds");
    assertThat(seen.code()).isZero();
    assertThat(seen.err()).isEmpty();
    assertThat(seen.out().lines().map(line -> line.replaceAll(" +", " ").strip()))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("version from made task new classes accuracy"),
            line ->
                assertThat(line)
                    .startsWith("1 - 2026-11-24T12:00:01Z finches +1 1 80.0 - ")
                    .endsWith(" first"),
            line -> assertThat(line).startsWith("2 1 2026-11-24T12:00:02Z owls +1 2 75.0 -10.0"),
            // 9 -> 5 and 6 -> 4 of ten
            line -> assertThat(line).contains("gulls +1 3 53.3 30.0 ").endsWith(" champion"),
            line ->
                assertThat(line)
                    .startsWith("4 2 2026-11-24T12:00:04Z ducks?[2J +1 3 76.7 10.0 ")
                    .endsWith(" head"));
  }

  @Test
  void theListAsJsonSaysTheSame() throws IOException {
    JsonNode json = json(lamm("versions", "list", "--store", store, "--json"));
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("learner").asText()).isEqualTo("birds");
    assertThat(json.get("head").asInt()).isEqualTo(4);
    assertThat(json.get("serving").asInt()).isEqualTo(3);
    assertThat(json.get("aliases").toString()).isEqualTo("{\"champion\":3,\"first\":1}");
    JsonNode versions = json.get("versions");
    assertThat(versions.findValuesAsText("parent")).containsExactly("null", "1", "2", "2");
    assertThat(versions.get(0).get("forgetting").isNull()).isTrue();
    assertThat(versions.get(3).get("accuracy").asDouble()).isEqualTo(2.3 / 3);
    assertThat(versions.get(3).get("newClasses").get(0).asText()).isEqualTo("class ducks\u001b[2J");
    assertThat(versions.get(3).get("prunedAt").isNull()).isTrue();
  }

  @Test
  void showTellsWhichPromptsTheClassesShare() throws IOException {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.addPrompted(open, "fish", "carps", 8);
    }
    String[] fish = {"versions", "show", "--store", store.toString(), "--learner", "fish", "1"};
    assertThat(lamm((Object[]) fish).out())
        .containsPattern("prompts +context \\[4, 6\\], layer.1 \\[2, 3, 1\\]; \\d+ bytes");
    JsonNode json = json(lamm("versions", "show", "--store", store, "--learner", "fish", "--json"));
    assertThat(json.get("prompts").toString()).isEqualTo("{\"context\":[4,6],\"layer.1\":[2,3,1]}");
    assertThat(
            json(lamm("versions", "show", "--store", store, "--learner", "birds", "--json"))
                .has("prompts"))
        .isFalse();
  }

  @Test
  void showTellsEverythingAboutTheServedVersionUnlessAnotherIsNamed() {
    Terminal champion = lamm("versions", "show", "--store", store);
    assertThat(champion.code()).isZero();
    assertThat(champion.out())
        .contains(
            "3 of learner birds (champion)",
            "version 2",
            "3, new: class gulls",
            "1 classes with this version, 2 shared",
            "event-3, topic lamm.tasks, partition 3, offset 103",
            "42",
            "clip-tiny, sha256 ab12ab12",
            "Linux amd64, two cores, Java 17.0.15, PyTorch 2.7.1, 2 threads",
            "context=a photo of a, epochs=50, old=frozen",
            "align 1.25, encode 0.10",
            "50.0 %     5 of   10  finches",
            "70.0 %     7 of   10  gulls");
    assertThat(lamm("versions", "show", "head", "--store", store).out())
        .contains("4 of learner birds (head)", "ducks?[2J");
    assertThat(lamm("versions", "show", "first", "--store", store).out()).contains("nothing");
  }

  @Test
  void showAsJsonHoldsProvenanceAndCounts() throws IOException {
    JsonNode json = json(lamm("versions", "show", "2", "--store", store, "--json"));
    assertThat(json.get("schemaVersion").asInt()).isEqualTo(1);
    assertThat(json.get("number").asInt()).isEqualTo(2);
    assertThat(json.get("classNames").toString()).isEqualTo("[\"class finches\",\"class owls\"]");
    assertThat(json.get("accuracies").toString())
        .isEqualTo(
            "[{\"task\":\"finches\",\"correct\":9,\"total\":10,\"accuracy\":0.9},"
                + "{\"task\":\"owls\",\"correct\":6,\"total\":10,\"accuracy\":0.6}]");
    assertThat(json.get("provenance").get("configuration").get("epochs").asText()).isEqualTo("50");
    assertThat(json.get("provenance").get("offset").asLong()).isEqualTo(102);
    assertThat(json.get("bytes").asLong()).isPositive();
  }

  @Test
  void itReadsBesideAProcessThatHoldsTheStore() {
    try (EmbeddingStore holder = EmbeddingStore.open(store)) {
      SampleVersions.add(holder, "birds", "terns", 7, 6, 9, 5);
      Terminal seen = lamm("versions", "list", "--store", store);
      assertThat(seen.code()).isZero();
      assertThat(seen.out()).contains("terns");
    }
  }

  private static JsonNode json(Terminal seen) throws IOException {
    assertThat(seen.code()).isZero();
    return new ObjectMapper().readTree(seen.out());
  }
}
