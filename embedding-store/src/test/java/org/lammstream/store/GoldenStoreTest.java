package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that the programs of released formats wrote. */
class GoldenStoreTest {

  private final Path directory;

  GoldenStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void everyFormatIsReadWithoutChangingAByte(int format) throws Exception {
    Path golden = unpack(format);
    Map<String, Long> before = GoldenFiles.checksums(golden);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(golden)) {
      assertThat(store.check().format()).isEqualTo(format);
      GoldenStore.assertContents(store, format);
    }
    assertThat(GoldenFiles.checksums(golden)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void everyFormatIsBroughtUpToDateAndGoesOn(int format) throws Exception {
    Path golden = unpack(format);
    try (EmbeddingStore store = EmbeddingStore.open(golden)) {
      assertThat(store.check().format()).isEqualTo(StoreFormat.CURRENT);
      GoldenStore.assertContents(store, format);
      store.commit(GoldenStore.commit(GoldenStore.BIRDS, 6, Map.of("best", 4)));
      store.commit(GoldenStore.commit(GoldenStore.BEETLES, 3, Map.of()));
      store.rollback(GoldenStore.BIRDS, 3, false);
      assertThat(store.prune(GoldenStore.BIRDS, PruneTest.LAST, false).pruned())
          .containsExactly(2, 5);
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(golden)) {
      assertThat(store.check().format()).isEqualTo(StoreFormat.CURRENT);
      assertThat(store.check().problems()).isEmpty();
      for (int number : new int[] {1, 3, 4, 6}) {
        GoldenStore.assertVersion(store, GoldenStore.BIRDS, number);
      }
      GoldenStore.assertVersion(store, GoldenStore.BEETLES, 3);
      assertThat(store.versions(GoldenStore.BIRDS).get(5).storedClasses()).isEqualTo(2);
      assertThat(store.alias(GoldenStore.BEETLES, Aliases.CHAMPION)).hasValue(3);
    }
  }

  /** When a format is released, what this leaves in target/golden becomes its golden database. */
  @Test
  void theGoldenDatabaseOfTheCurrentFormatCanBeWritten() throws Exception {
    Path zip = Path.of("target", "golden", "format-" + StoreFormat.CURRENT + ".zip");
    GoldenStore.write(directory.resolve("written"));
    GoldenFiles.pack(directory.resolve("written"), zip);
    assertThat(Files.size(zip)).isLessThan(200_000);
    try (var in = Files.newInputStream(zip)) {
      GoldenFiles.unpack(in, directory.resolve("unpacked"));
    }
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory.resolve("unpacked"))) {
      GoldenStore.assertContents(store, StoreFormat.CURRENT);
    }
  }

  private Path unpack(int format) throws Exception {
    Path golden = directory.resolve("golden");
    GoldenFiles.unpack(format, golden);
    return golden;
  }
}
