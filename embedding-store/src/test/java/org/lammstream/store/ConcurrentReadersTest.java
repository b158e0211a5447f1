package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lammstream.store.Samples.LEARNER;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcurrentReadersTest {

  private static final int READERS = 4;
  private static final int COMMITS = 60;

  @Test
  void readersSeeWholeVersionsWhileCommitsGoOn(@TempDir Path directory) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(READERS);
    AtomicBoolean done = new AtomicBoolean();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      store.commit(Samples.commit(1));
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(pool.submit(() -> readUntil(done, store)));
      }
      try {
        for (int number = 2; number <= COMMITS; number++) {
          store.commit(Samples.commit(number));
        }
      } finally {
        done.set(true);
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(store.check().healthy()).isTrue();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Reads the newest version again and again; says how many reads there were. */
  private static int readUntil(AtomicBoolean done, EmbeddingStore store) {
    int reads = 0;
    int before = 0;
    do {
      int head = store.head(LEARNER).orElseThrow();
      assertThat(head).isGreaterThanOrEqualTo(before);
      Version version = store.version(LEARNER, head);
      assertThat(version.classes()).hasSize(2 * head);
      assertThat(EmbeddingsDigest.sha256(version.classes())).isEqualTo(version.embeddingsSha256());
      // Each commit adds its test set and its column in the same moment.
      assertThat(store.testSets(LEARNER, head)).hasSize(head);
      assertThat(store.scores(LEARNER, head)).hasSize(head * (head + 1));
      assertThat(store.versions(LEARNER)).hasSizeGreaterThanOrEqualTo(head);
      before = head;
      reads++;
    } while (!done.get());
    return reads;
  }
}
