package org.lammstream.manager.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.clip.checkpoint.CheckpointFolder;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.fixtures.Fixtures;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.CellScore;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.NewVersion;
import org.lammstream.store.Version;

class VersionExchangeTest {
  private final Path folder;
  private final Path export;
  private final Version version;

  VersionExchangeTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.export = folder.resolve("deep/export");
    this.version = lastOf(folder.resolve("store"));
    write(export, false);
  }

  /** Five classes with one to three vectors, with and without frozen tokens and prototypes. */
  private static Version lastOf(Path store) {
    try (EmbeddingStore open = EmbeddingStore.open(store)) {
      SampleVersions.add(open, "birds", "finches", 8);
      SampleVersions.add(open, "birds", "owls", 9, 6);
      SampleVersions.add(open, "birds", "gulls", 5, 4, 7);
      SampleVersions.add(open, "birds", "ducks", 5, 4, 7, 8);
      return SampleVersions.add(open, "birds", "ibises", 5, 4, 7, 8, 9);
    }
  }

  private void write(Path target, boolean replace) throws IOException {
    VersionExport.write(
        version, List.of(new CellScore(5, "owls", 4, 10)), Optional.empty(), target, replace);
  }

  @Test
  void theSamplesCoverWhatClassesCanBe() {
    assertThat(version.classes()).extracting(ClassEmbedding::vectors).contains(1, 2, 3);
    assertThat(version.classes())
        .anyMatch(entry -> entry.tailTokenIds().length == 0)
        .anyMatch(entry -> entry.tailTokenIds().length > 0)
        .anyMatch(entry -> entry.imagePrototype().length == 0)
        .anyMatch(entry -> entry.imagePrototype().length > 0);
  }

  @Test
  void anImportIsTheExportedVersionBitForBitAsTheFirstOfANewLearner() throws IOException {
    NewVersion imported = VersionImport.read(export, "copies");
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("other"))) {
      store.add(imported, Map.of());
      Version back = store.version("copies", 1);
      assertThat(back.classes()).isEqualTo(version.classes());
      assertThat(back.embeddingsSha256()).isEqualTo(version.embeddingsSha256());
      assertThat(back.provenance()).isEqualTo(version.provenance());
      assertThat(back.createdAt()).isEqualTo(version.createdAt());
      assertThat(back.seconds()).isEqualTo(version.seconds());
      assertThat(back.parent()).isEmpty();
      assertThat(back.newClasses())
          .isEqualTo(version.classes().stream().map(ClassEmbedding::name).toList());
      assertThat(store.check().problems()).isEmpty();
      assertThat(SampleVersions.add(store, "copies", "terns", 0, 5).parent()).hasValue(1);
    }
  }

  @Test
  void theSameVersionGivesTheSameBytesAndAnImportExportsAgainToTheSameTensors() throws IOException {
    write(folder.resolve("again"), false);
    assertThat(bytes(folder.resolve("again"))).isEqualTo(bytes(export));
    Version copy = VersionImport.read(export, "copies").version();
    VersionExport.write(copy, List.of(), Optional.empty(), folder.resolve("copy"), false);
    for (String file : List.of("version.safetensors", "head.safetensors")) {
      assertThat(folder.resolve("copy").resolve(file)).hasSameBinaryContentAs(export.resolve(file));
    }
  }

  @Test
  void theHeadHoldsTheTextFeaturesAndOfTheRightCheckpointTheLogitScale() throws IOException {
    Safetensors head = Safetensors.open(export.resolve("head.safetensors"));
    assertThat(head.names()).containsExactly("text_features");
    float[] features = head.read("text_features", 5, SampleVersions.DIMENSION);
    assertThat(features).startsWith(version.classes().get(0).textFeature());
    assertThat(Files.readString(export.resolve("head.json")))
        .contains("\"class finches\", \"class owls\", \"class gulls\"");
    CheckpointFolder other = CheckpointFolder.open(Fixtures.path("tiny_clip"));
    assertThatThrownBy(
            () ->
                VersionExport.write(
                    version, List.of(), Optional.of(other), folder.resolve("with"), false))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("clip-tiny")
        .hasMessageContaining("tiny_clip is another");
    assertThat(folder.resolve("with")).doesNotExist();
  }

  @Test
  void anExportIsReplacedOnlyOnRequestAndOtherFilesNever() throws IOException {
    assertThatThrownBy(() -> write(export, false)).hasMessageContaining("--force");
    Files.writeString(export.resolve("version.json"), "old");
    write(export, true);
    assertThat(VersionImport.read(export, "a").version().classes()).hasSize(5);
    Files.writeString(export.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> write(export, true))
        .isInstanceOf(ExchangeException.class)
        .hasMessageContaining("holds notes.txt");
    assertThat(export.resolve("notes.txt")).hasContent("mine");
    assertThatThrownBy(() -> write(export.resolve("notes.txt"), true))
        .hasMessageContaining("is a file");
    Path empty = Files.createDirectory(folder.resolve("empty"));
    write(empty, false);
    assertThat(bytes(empty)).hasSize(5);
    try (Stream<Path> left = Files.list(export.getParent())) {
      assertThat(left).containsExactly(export);
    }
  }

  @Test
  void aChangedBitAnywhereInTheTensorsIsFound() throws IOException {
    Path tensors = export.resolve("version.safetensors");
    byte[] whole = Files.readAllBytes(tensors);
    for (int at = 9; at < whole.length; at += 37) {
      try (RandomAccessFile file = new RandomAccessFile(tensors.toFile(), "rw")) {
        file.seek(at);
        file.write(whole[at] ^ 1);
      }
      assertUnusable("version.safetensors", "damaged or changed");
      Files.write(tensors, whole);
    }
    Files.write(tensors, java.util.Arrays.copyOf(whole, whole.length - 1));
    assertUnusable("version.safetensors", "damaged or changed");
    Files.delete(tensors);
    assertUnusable("version.safetensors is missing");
  }

  @Test
  void aChangedDocumentIsFound() throws IOException {
    Path file = export.resolve("version.json");
    String json = Files.readString(file);
    Map<String, String> changes = new TreeMap<>();
    changes.put("\"schemaVersion\" : 1", "\"schemaVersion\" : 2");
    changes.put("\"kind\" : \"lamm-version\"", "\"kind\" : \"lamm-image-text-head\"");
    changes.put("\"name\" : \"class owls\"", "\"name\" : \"class cats\"");
    changes.put("\"name\" : \"class owls\" ", "\"name\" : \"class gulls\" ");
    changes.put("\"width\" : 6", "\"width\" : 5");
    changes.put("\"width\" : 6,", "\"width\" : null,");
    changes.put("\"vectors\" : 1", "\"vectors\" : -1");
    changes.put("\"vectors\" : 2", "\"vectors\" : 3");
    changes.put("\"createdAt\" : \"2026", "\"createdAt\" : \"soon");
    changes.put("\"eventId\" :", "\"event\" :");
    changes.put("{", "[{");
    for (Map.Entry<String, String> change : changes.entrySet()) {
      String old = change.getKey().strip();
      assertThat(json).contains(old);
      Files.writeString(file, json.replace(old, change.getValue().strip()));
      assertUnusable(export.toString());
    }
  }

  private void assertUnusable(String... words) {
    assertThatThrownBy(() -> VersionImport.read(export, "copies"))
        .isInstanceOf(ExchangeException.class)
        .message()
        .contains(words)
        .doesNotContain("\n");
  }

  private static Map<String, String> bytes(Path folder) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(
          file -> {
            try {
              all.put(file.getFileName().toString(), FileDigest.sha256(file));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return all;
  }
}
