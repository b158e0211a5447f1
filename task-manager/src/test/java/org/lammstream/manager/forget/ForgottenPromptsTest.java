package org.lammstream.manager.forget;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lammstream.manager.fixtures.SampleVersions;
import org.lammstream.store.ClassEmbedding;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.NewVersion;
import org.lammstream.store.Version;

/** Prompts that all classes share stay with the classes that stay. */
class ForgottenPromptsTest {

  @Test
  void theVersionThatForgotHasThePromptsOfTheHead(@TempDir Path folder) {
    try (EmbeddingStore store = EmbeddingStore.open(folder)) {
      SampleVersions.add(store, "birds", "finches", 8);
      Version head = SampleVersions.addPrompted(store, "birds", "owls", 9, 6);
      assertThat(store.version("birds", 2).prompts()).isPresent();
      Forgetter forgetter = Forgetter.of(store, "birds");

      NewVersion without =
          forgetter.version(forgetter.classes(List.of("class finches")), Clock.systemUTC());
      store.add(without, Map.of());

      Version left = store.version("birds", 3);
      assertThat(left.classes()).extracting(ClassEmbedding::name).containsExactly("class owls");
      assertThat(left.prompts()).isEqualTo(head.prompts()).isPresent();
      assertThat(store.check().problems()).isEmpty();
    }
  }
}
