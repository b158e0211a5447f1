package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreStatisticsTest {

  private final Path directory;

  StoreStatisticsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void aStoreTellsWhatItTakesAndDoes() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.statistics().learners()).isZero();
      store.commit(Samples.commit(1));
      StoreStatistics first = store.statistics();
      store.commit(Samples.commit(2));
      StoreStatistics second = store.statistics();

      assertThat(second.learners()).isEqualTo(1);
      assertThat(second.diskBytes()).isGreaterThan(first.diskBytes());
      assertThat(second.memtableBytes()).isPositive();
      assertThat(second.blockCacheBytes()).isPositive();
      assertThat(second.keys()).containsEntry("versions", 2L).containsEntry("classes", 4L);
      assertThat(second.counters()).containsOnlyKeys(StoreCounter.values());
      assertThat(second.counters().get(StoreCounter.LOG_SYNCS))
          .isEqualTo(first.counters().getOrDefault(StoreCounter.LOG_SYNCS, 0L) + 1);
      assertThat(second.counters().get(StoreCounter.WRITTEN_BYTES))
          .isGreaterThan(first.counters().getOrDefault(StoreCounter.WRITTEN_BYTES, 0L));
      assertThat(second.writesStopped()).isFalse();
      assertThat(second.backgroundErrors()).isZero();
      assertThat(second.openSnapshots()).as("its own view").isEqualTo(1);
    }
  }

  @Test
  void theOutboxIsCountedWithoutReadingItsRecords() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      assertThat(store.statistics().outbox()).isZero();
      store.commit(Samples.rejection(1, "a", "b"));
      store.commit(Samples.rejection(2, "c"));
      assertThat(store.statistics().outbox()).isEqualTo(3);
      store.clearOutbox(store.outbox(1));
      assertThat(store.statistics().outbox()).isEqualTo(2);
      store.clearOutbox(store.outbox(9));
      assertThat(store.statistics().outbox()).isZero();
      store.commit(Samples.rejection(3, "d"));
      assertThat(store.statistics().outbox()).isEqualTo(1);
    }
  }

  @Test
  void aReaderHasNoCountersButTheRest() {
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
    }
    try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
      StoreStatistics statistics = reader.statistics();
      assertThat(statistics.counters()).isEmpty();
      assertThat(statistics.outbox()).isEqualTo(1);
      assertThat(statistics.learners()).isEqualTo(1);
      assertThat(statistics.dataFileBytes() + statistics.memtableBytes()).isPositive();
      assertThat(List.copyOf(statistics.keys().keySet())).contains("versions", "outbox");
    }
  }
}
