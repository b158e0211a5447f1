package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeHistoryTest {

  private static final int VERSIONS = 20;
  private static final int PER_TASK = 50;
  private static final int WIDTH = 128;

  /** The regularised case: a task adds 50 classes and moves 50 old ones, scattered. */
  @Test
  void aThousandClassesOverTwentyVersionsAreReadBack(@TempDir Path directory) throws Exception {
    List<Version> history = new ArrayList<>();
    List<ClassEmbedding> classes = new ArrayList<>();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (int number = 1; number <= VERSIONS; number++) {
        for (int i = 0; number > 1 && i < PER_TASK; i++) {
          int moved = (i * 37 + number) % classes.size();
          classes.set(moved, Samples.entry(classes.get(moved).name(), number, WIDTH));
        }
        List<String> added = new ArrayList<>();
        for (int i = 0; i < PER_TASK; i++) {
          added.add("class " + (number * PER_TASK + i));
          classes.add(Samples.entry(added.get(i), number, WIDTH));
        }
        Version version = Samples.version(number, List.copyOf(classes), added);
        history.add(version);
        store.commit(Samples.commit(version));
      }
    }
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      for (Version version : history) {
        assertThat(store.version(LEARNER, version.number())).isEqualTo(version);
      }
      assertThat(history.get(VERSIONS - 1).classes()).hasSize(1000);
      StoreCheck check = store.check();
      assertThat(check.problems()).isEmpty();
      assertThat(StoreCheckTest.family(check, ColumnFamily.CLASSES).entries())
          .isBetween(1000L, 2000L);
    }
    assertThat(infoLogBytes(directory)).isLessThan(1 << 20);
  }

  private static long infoLogBytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith("LOG"))
          .mapToLong(file -> file.toFile().length())
          .sum();
    }
  }
}
