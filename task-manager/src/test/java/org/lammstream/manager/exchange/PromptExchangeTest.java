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
import org.lammstream.manager.clip.checkpoint.Safetensors;
import org.lammstream.manager.fixtures.SampleImages;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.Version;

/** Versions whose classes share trained prompts. */
class PromptExchangeTest {
  private final Path folder;
  private final Path export;
  private final Version plain;

  PromptExchangeTest(@TempDir Path folder) {
    this.folder = folder;
    this.export = folder.resolve("export");
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("store"))) {
      SampleVersions.add(store, "birds", "finches", 8);
      this.plain = SampleVersions.add(store, "birds", "owls", 9, 6);
    }
  }

  private Version exported(boolean images) throws IOException {
    Version counted = images ? SampleImages.counted(plain, SampleImages.scoring(0)) : plain;
    Version version = SampleVersions.prompted(counted);
    VersionExport.write(version, List.of(), Optional.empty(), export, false);
    return version;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anImportHasThePromptsBitForBitWithAHeadAndWithout(boolean images) throws IOException {
    Version version = exported(images);
    assertThat(Files.readString(export.resolve("version.json")))
        .contains("\"schemaVersion\" : 3")
        .contains("\"context\" : [ 4, 6 ]")
        .contains("\"layer.1\" : [ 2, 3, 1 ]");
    try (EmbeddingStore store = EmbeddingStore.open(folder.resolve("other"))) {
      store.add(VersionImport.read(export, "copies"), Map.of());
      Version back = store.version("copies", 1);
      assertThat(back.prompts()).isPresent().isEqualTo(version.prompts());
      assertThat(back.visual()).isEqualTo(version.visual());
      assertThat(back.visual().isPresent()).isEqualTo(images);
      assertThat(back.classes()).isEqualTo(version.classes());
      assertThat(store.check().problems()).isEmpty();
      VersionExport.write(back, List.of(), Optional.empty(), folder.resolve("copy"), false);
    }
    assertThat(folder.resolve("copy/version.safetensors"))
        .hasSameBinaryContentAs(export.resolve("version.safetensors"));
  }

  @Test
  void otherProgramsFindThePromptsUnderTheirNames() throws IOException {
    Version version = exported(false);
    Safetensors tensors = Safetensors.open(export.resolve("version.safetensors"));
    assertThat(tensors.names()).contains("prompts.context", "prompts.layer.1");
    assertThat(tensors.read("prompts.layer.1", 2, 3, 1))
        .containsExactly(
            List.copyOf(version.prompts().orElseThrow().tensors().values()).get(1).values());
  }

  @Test
  void withoutPromptsTheExportIsAsBefore() throws IOException {
    VersionExport.write(plain, List.of(), Optional.empty(), export, false);
    assertThat(Files.readString(export.resolve("version.json")))
        .contains("\"schemaVersion\" : 1")
        .doesNotContain("prompts");
    assertThat(Safetensors.open(export.resolve("version.safetensors")).names())
        .noneMatch(name -> name.startsWith("prompts"));
    assertThat(VersionImport.read(export, "copies").version().prompts()).isEmpty();
  }

  @Test
  void aDocumentThatContradictsThePromptsIsFound() throws IOException {
    exported(true);
    Path file = export.resolve("version.json");
    String json = Files.readString(file);
    Map<String, String> changes =
        Map.of(
            "\"context\" : [ 4, 6 ]", "\"context\" : [ 6, 4 ]",
            "\"context\" : [ 4", "\"context\" : [ null, 4",
            "\"context\" : [", "\"words\" : [",
            "\"layer.1\" : [ 2, 3, 1 ]", "\"layer.1\" : [ ]",
            "\"prompts\" :", "\"prompt\" :",
            "\"images\" :", "\"pictures\" :",
            "\"schemaVersion\" : 3", "\"schemaVersion\" : 2",
            "\"schemaVersion\" : 3,", "\"schemaVersion\" : 4,");
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
