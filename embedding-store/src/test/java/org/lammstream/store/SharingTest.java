package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingTest {

  private static final int WIDTH = 512;

  private final Path directory;

  SharingTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aVersionStoresOnlyTheClassesThatChanged() {
    List<ClassEmbedding> classes =
        new ArrayList<>(IntStream.range(0, 100).mapToObj(i -> entry("class " + i, 1)).toList());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(Samples.version(1, classes, List.of())));
      long first = classBytes(store);
      assertThat(classEntries(store)).isEqualTo(100);

      classes.add(entry("new", 2));
      store.commit(Samples.commit(Samples.version(2, classes, List.of("new"))));
      assertThat(classEntries(store)).isEqualTo(101);
      assertThat(classBytes(store) - first).isBetween(first / 110, first / 90);

      classes.set(50, entry("class 50", 3));
      store.commit(Samples.commit(Samples.version(3, classes, List.of())));
      assertThat(classEntries(store)).isEqualTo(102);
      assertThat(store.versions(LEARNER))
          .extracting(VersionSummary::storedClasses)
          .containsExactly(100, 1, 1);
      assertThat(store.versions(LEARNER))
          .extracting(VersionSummary::classCount)
          .containsExactly(100, 101, 101);
      assertThat(store.version(LEARNER, 3).classes()).isEqualTo(classes);
      assertThat(store.version(LEARNER, 2).classes().get(50)).isEqualTo(entry("class 50", 1));
    }
  }

  @Test
  void aManifestDoesNotGrowWithUnchangedHistory() {
    List<ClassEmbedding> classes =
        new ArrayList<>(
            IntStream.range(0, 500).mapToObj(i -> Samples.entry("class " + i, 1)).toList());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(Samples.version(1, classes, List.of())));
      long first = bytes(store, ColumnFamily.VERSIONS);
      store.commit(Samples.commit(Samples.version(2, classes, List.of())));
      assertThat(bytes(store, ColumnFamily.VERSIONS) - first).isLessThan(first + 50);
    }
  }

  @Test
  void changedOrderAndRemovedClassesAreKeptAsGiven() {
    List<ClassEmbedding> classes = new ArrayList<>(Samples.version(3).classes());
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(Samples.version(1, classes, List.of())));
      Collections.reverse(classes);
      classes.remove(2);
      store.commit(Samples.commit(Samples.version(2, classes, List.of())));
      assertThat(store.version(LEARNER, 2).classes()).isEqualTo(classes);
      assertThat(classEntries(store)).isEqualTo(6);
    }
  }

  private static ClassEmbedding entry(String name, long seed) {
    return Samples.entry(name, seed, WIDTH);
  }

  private static long classEntries(EmbeddingStore store) {
    return StoreCheckTest.family(store.check(), ColumnFamily.CLASSES).entries();
  }

  private static long classBytes(EmbeddingStore store) {
    return bytes(store, ColumnFamily.CLASSES);
  }

  private static long bytes(EmbeddingStore store, ColumnFamily family) {
    return StoreCheckTest.family(store.check(), family).bytes();
  }
}
