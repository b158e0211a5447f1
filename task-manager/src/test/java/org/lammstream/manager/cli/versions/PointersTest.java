package org.lammstream.manager.cli.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.manager.cli.Terminal.lamm;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;

/** Rollback and aliases on a store that nobody holds. */
class PointersTest {
  private final Path store;

  PointersTest(@TempDir Path folder) {
    this.store = folder.resolve("store");
  }

  @BeforeEach
  void makeHistory() {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "finches", 8);
      SampleVersions.add(open, "birds", "owls", 9, 6);
      SampleVersions.add(open, "birds", "gulls", 5, 4, 7);
    }
  }

  @Test
  void aRollbackMovesTheChampionAndNothingElse() {
    var seen = lamm("versions", "rollback", "--to", 1, "--store", store);
    assertThat(seen.code()).isZero();
    assertThat(seen.out())
        .contains("champion of birds: version 3 -> version 1; the next task continues version 3");
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      assertThat(open.alias("birds", "champion")).hasValue(1);
      assertThat(open.head("birds")).hasValue(3);
      assertThat(open.versions("birds")).hasSize(3);
    }
  }

  @Test
  void aRollbackOfTheHeadMakesTheNextVersionABranch() {
    var seen = lamm("versions", "rollback", "--to", 2, "--head", "--store", store);
    assertThat(seen.out()).contains("the next task continues version 2");
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      Version branch = SampleVersions.add(open, "birds", "ducks", 7, 6, 10);
      assertThat(branch.number()).isEqualTo(4);
      assertThat(branch.parent()).hasValue(2);
    }
    assertThat(lamm("versions", "list", "--store", store).out().lines())
        .last()
        .asString()
        .contains("champion, head");
  }

  @Test
  void aliasesAreMadeMovedListedAndRemoved() {
    assertThat(lamm("versions", "alias", "best", "latest", "--store", store).out())
        .isEqualTo("best of birds: version 3\n");
    assertThat(lamm("versions", "alias", "best", "2", "--store", store).code()).isZero();
    assertThat(lamm("versions", "alias", "same", "best", "--store", store).code()).isZero();
    assertThat(lamm("versions", "alias", "--store", store).out().lines())
        .containsExactly(
            "alias     version", "best            2", "champion        3", "same            2");
    assertThat(lamm("versions", "alias", "--json", "--store", store).out())
        .contains("\"schemaVersion\" : 1", "\"best\" : 2");
    assertThat(lamm("versions", "alias", "--delete", "best", "--store", store).out())
        .isEqualTo("best of birds: removed\n");
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(store)) {
      assertThat(open.aliases("birds")).isEqualTo(Map.of("champion", 3, "same", 2));
    }
  }
}
