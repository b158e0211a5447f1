package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadOnlyStoreTest {

  private final Path directory;

  ReadOnlyStoreTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void itShowsTheStoreAsItWasWhenOpened() {
    try (EmbeddingStore writer = EmbeddingStore.open(directory)) {
      writer.commit(Samples.commit(1));
      try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
        writer.commit(Samples.commit(2));
        assertThat(reader.head(LEARNER)).hasValue(1);
        assertThat(reader.version(LEARNER, 1)).isEqualTo(Samples.version(1));
        assertThat(reader.check().readOnly()).isTrue();
        assertThat(reader.check().problems()).isEmpty();
      }
      try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
        assertThat(reader.head(LEARNER)).hasValue(2);
      }
    }
  }

  @Test
  void itRefusesToWrite() {
    try (EmbeddingStore writer = EmbeddingStore.open(directory)) {
      writer.commit(Samples.commit(1));
    }
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      assertRefused(() -> reader.commit(Samples.commit(2)));
      assertRefused(() -> reader.setAlias(LEARNER, "champion", 1));
      assertRefused(() -> reader.clearOutbox(reader.outbox(1)));
      assertRefused(() -> reader.putFeatures(Map.of()));
    }
  }

  @Test
  void itLeavesNoFileBehind() throws IOException {
    try (EmbeddingStore writer = EmbeddingStore.open(directory)) {
      writer.commit(Samples.commit(1));
    }
    List<Path> before = files();
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      assertThat(reader.learners()).containsExactly(LEARNER);
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void aMissingStoreIsNotMade() {
    Path missing = directory.resolve("missing");
    assertThatThrownBy(() -> EmbeddingStore.openReadOnly(missing))
        .isInstanceOf(StoreFormatException.class)
        .hasMessage("folder " + missing + " holds no store");
    assertThat(missing).doesNotExist();
  }

  @Test
  void itOpensWholeStatesBesideAProcessThatCommitsAndFlushes() throws Exception {
    Process child = ChildStore.start(directory, "commit-and-flush-forever");
    try (var output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("1");
      int head = 0;
      for (int opened = 0; opened < 40 || head < 5; opened++) {
        try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
          int now = reader.head(LEARNER).orElseThrow();
          assertThat(now).isGreaterThanOrEqualTo(head);
          head = now;
          assertThat(reader.version(LEARNER, head)).isEqualTo(Samples.version(head));
          assertThat(reader.nextOffset(Samples.PARTITION)).hasValue(101 + head);
          assertThat(reader.outbox(Integer.MAX_VALUE)).hasSize(head);
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private static void assertRefused(Runnable write) {
    assertThatThrownBy(write::run)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("open for reading only");
  }
}
