package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {

  private final Path directory;

  StoreLockTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aSecondHandleIsRefusedUntilTheFirstIsClosed() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertLocked();
      store.commit(Samples.commit(1));
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.head(LEARNER)).hasValue(1);
    }
  }

  @Test
  void aStoreThatAnotherProcessHoldsIsRefusedForWritingAndOpenForReading() throws Exception {
    Process child = ChildStore.start(directory, "hold");
    try (var output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("holding");
      assertLocked();
      try (EmbeddingStore store = EmbeddingStore.openReadOnly(directory)) {
        assertThat(store.version(LEARNER, 1)).isEqualTo(Samples.version(1));
      }
      child.getOutputStream().close();
      assertThat(child.waitFor()).isZero();
    } finally {
      child.destroyForcibly();
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.head(LEARNER)).hasValue(1);
    }
  }

  private void assertLocked() {
    assertThatThrownBy(() -> EmbeddingStore.open(directory))
        .isInstanceOf(StoreLockedException.class)
        .hasMessage(
            "store " + directory + " is held by another process or handle; nothing was changed");
  }
}
