package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenStoreTest {

  private final Path directory;

  GoldenStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void theFirstFormatIsReadWithoutChangingAByte() throws Exception {
    Path golden = directory.resolve("golden");
    GoldenFiles.unpack(1, golden);
    Map<String, Long> before = GoldenFiles.checksums(golden);
    try (EmbeddingStore store = EmbeddingStore.openReadOnly(golden)) {
      assertThat(store.check().format()).isEqualTo(1);
      GoldenStore.assertContents(store);
    }
    assertThat(GoldenFiles.checksums(golden)).isEqualTo(before);
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
      GoldenStore.assertContents(store);
    }
  }
}
