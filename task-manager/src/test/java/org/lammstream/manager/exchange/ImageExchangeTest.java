package org.lammstream.manager.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lammstream.evaluation.ClassWeights;
import org.lammstream.evaluation.stored.VersionWeights;
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.fixtures.SampleImages;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;

/** Versions that have a head on image features. */
class ImageExchangeTest {
  private final Path folder;
  private final Path export;
  private final Version plain;

  ImageExchangeTest(@TempDir Path folder) {
    this.folder = folder;
    this.export = folder.resolve("export");
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      SampleVersions.add(store, "birds", "finches", 8);
      this.plain = SampleVersions.add(store, "birds", "owls", 9, 6);
    }
  }

  private Version exported(int expansion) throws IOException {
    Version version = SampleImages.counted(plain, SampleImages.scoring(expansion));
    VersionExport.write(version, List.of(), Optional.empty(), export, false);
    return version;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9, SampleVersions.DIMENSION})
  void anImportHasTheSumsAndTheVisualStateBitForBit(int expansion) throws IOException {
    Version version = exported(expansion);
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("other"))) {
      store.add(VersionImport.read(export, "copies"), Map.of());
      Version back = store.version("copies", 1);
      assertThat(back.classes()).isEqualTo(version.classes());
      assertThat(back.visual()).isEqualTo(version.visual());
      assertThat(VersionWeights.of(back, SampleVersions.DIMENSION).biases())
          .as("the margin of classes follows from the visual state")
          .containsExactly(VersionWeights.of(version, SampleVersions.DIMENSION).biases());
      assertThat(version.newClasses()).containsExactly("class owls");
      assertThat(back.newClasses())
          .as("a first version has no others")
          .containsExactly("class finches", "class owls");
      assertThat(back.embeddingsSha256()).isEqualTo(version.embeddingsSha256());
      assertThat(store.check().problems()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 9})
  void theHeadHoldsTheWeightsWithWhichTheVersionScores(int expansion) throws IOException {
    Version version = exported(expansion);
    ClassWeights weights = VersionWeights.of(version, SampleVersions.DIMENSION);
    int width = SampleVersions.DIMENSION + expansion;
    Safetensors head = Safetensors.open(export.resolve("head.safetensors"));
    assertThat(head.read("class_weights", 2, width)).containsExactly(weights.values());
    assertThat(head.read("class_biases", 2)).containsExactly(weights.biases());
    assertThat(head.names().contains("expansion")).isEqualTo(expansion > 0);
    String readme = Files.readString(export.resolve("README.md"));
    assertThat(readme)
        .contains("    scores = image @ head[\"class_weights\"].T + head[\"class_biases\"]\n")
        .contains("    chances = (clip.logit_scale.exp() * scores).softmax(-1)[0]\n");
    assertThat(readme.contains("head[\"expansion\"]")).isEqualTo(expansion > 0);
  }

  @Test
  void withoutAHeadTheExportIsOfTheFirstSchemaAndThatIsStillRead() throws IOException {
    VersionExport.write(plain, List.of(), Optional.empty(), export, false);
    assertThat(Files.readString(export.resolve("version.json")))
        .contains("\"schemaVersion\" : 1")
        .doesNotContain("images");
    assertThat(Files.readString(export.resolve("README.md")))
        .contains("    chances = (clip.logit_scale.exp() * image @ head[\"text_features\"].T)")
        .doesNotContain("class_weights");
    Version back = VersionImport.read(export, "copies").version();
    assertThat(back.visual()).isEmpty();
    assertThat(back.classes()).isEqualTo(plain.classes());
  }

  @Test
  void aDocumentThatContradictsTheSumsIsFound() throws IOException {
    exported(0);
    Path file = export.resolve("version.json");
    String json = Files.readString(file);
    Map<String, String> changes =
        Map.of(
            "\"counts\" : [ 7, 7 ]", "\"counts\" : [ 7, 8 ]",
            "\"counts\" : [ 7, 7", "\"counts\" : [ 7, 7, 7",
            "\"counts\" : [ 7,", "\"counts\" : [ 0,",
            "\"rows\" : 4", "\"rows\" : 5",
            "\"head\" : \"RIDGE\"", "\"head\" : \"BRIDGE\"",
            "\"images\" :", "\"pictures\" :",
            "\"textWeight\" : 0.7", "\"textWeight\" : -1",
            "\"schemaVersion\" : 2", "\"schemaVersion\" : 3");
    changes.forEach(
        (old, changed) -> {
          assertThat(json).contains(old);
          assertThatThrownBy(
                  () -> {
                    Files.writeString(file, json.replace(old, changed));
                    VersionImport.read(export, "copies");
                  })
              .as(changed)
              .isInstanceOf(ExchangeException.class)
              .hasMessageContaining(export.toString());
        });
  }
}
