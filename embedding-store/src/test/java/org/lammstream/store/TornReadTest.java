package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many readers while versions are committed, rolled back and pruned all the time. */
class TornReadTest {

  private static final int READERS = 8;
  private static final int FIRST = 5;
  private static final int LAST = 80;
  private static final History HISTORY = new History("birds", 10, 2, 3, 8, 4);
  private static final String BIRDS = HISTORY.learner();

  private final Path directory;
  private final AtomicBoolean done = new AtomicBoolean();

  TornReadTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void everyReadSeesOneWholeVersion() throws Exception {
    Map<Integer, String> digests = new HashMap<>();
    for (int number = 1; number <= LAST; number++) {
      digests.put(number, HISTORY.version(number).embeddingsSha256());
    }
    ExecutorService pool = Executors.newCachedThreadPool();
    try (EmbeddingStore store = EmbeddingStore.open(directory)) {
      HISTORY.write(store, 1, FIRST);
      List<Future<Integer>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        Reader reader = new Reader(store, digests, new SplittableRandom(i));
        readers.add(pool.submit(() -> until(done, reader::read)));
      }
      Future<Integer> rollbacks = pool.submit(() -> until(done, new Mover(store)::move));
      Future<Integer> prunings = pool.submit(() -> until(done, () -> prune(store)));
      try {
        HISTORY.write(store, FIRST + 1, LAST);
      } finally {
        done.set(true);
      }
      for (Future<Integer> reader : readers) {
        assertThat(reader.get()).isPositive();
      }
      assertThat(rollbacks.get()).isPositive();
      assertThat(prunings.get()).isPositive();
      assertThat(store.check().problems()).isEmpty();
      assertThat(store.head(BIRDS)).hasValue(LAST);
      HISTORY.assertVersion(store, LAST);
      assertThat(store.versions(BIRDS)).anyMatch(version -> version.prunedAt().isPresent());
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void storesOpenedBesideAProcessThatCommitsAndPrunesAreWhole() throws Exception {
    Process child = ChildStore.start(directory, "commit-and-prune-forever");
    try (var output = child.inputReader()) {
      assertThat(output.readLine()).isEqualTo("1");
      int head = 0;
      for (int opened = 0; opened < 20 || head < 100; opened++) {
        try (EmbeddingStore reader = EmbeddingStore.openReadOnly(directory)) {
          int now = reader.head(BIRDS).orElseThrow();
          assertThat(now).isGreaterThanOrEqualTo(head);
          head = now;
          HISTORY.assertVersion(reader, head);
          assertThat(reader.check().problems()).isEmpty();
        }
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
  }

  /** What the child process does; while its files change all the time, nobody could open them. */
  static void commitAndSometimesPrune(EmbeddingStore store, int number) {
    HISTORY.write(store, number, number);
    if (number % 20 == 0) {
      prune(store);
    }
  }

  private static void prune(EmbeddingStore store) {
    int head = store.head(BIRDS).orElseThrow();
    List<Integer> kept = store.prune(BIRDS, PruneTest.keepLast(3), false).kept();
    assertThat(kept.get(kept.size() - 1)).isGreaterThanOrEqualTo(head);
  }

  /** Repeats until told to stop; says how often. */
  private static int until(AtomicBoolean done, Runnable action) {
    int times = 0;
    do {
      action.run();
      times++;
    } while (!done.get());
    return times;
  }

  /** Reads in a random order what the store offers, and compares it with what it must be. */
  private record Reader(
      EmbeddingStore store, Map<Integer, String> digests, SplittableRandom random) {

    void read() {
      switch (random.nextInt(4)) {
        case 0 -> readAlias(Aliases.CHAMPION);
        case 1 -> readAlias("best");
        case 2 -> readHead();
        default -> readSummaries();
      }
    }

    private void readAlias(String name) {
      OptionalInt target = store.alias(BIRDS, name);
      if (target.isEmpty()) {
        assertThat(name).isEqualTo("best"); // It is removed now and then; the champion never.
        return;
      }
      try {
        readVersion(target.getAsInt());
      } catch (PrunedVersionException e) {
        // Only after the alias had been moved away, for until then it protects its version.
        assertThat(store.alias(BIRDS, name)).isNotEqualTo(target);
      }
    }

    private void readHead() {
      int head = store.head(BIRDS).orElseThrow();
      try {
        readVersion(head);
      } catch (PrunedVersionException e) {
        assertThat(store.head(BIRDS).orElseThrow()).isGreaterThan(head);
      }
    }

    private void readVersion(int number) {
      Version version = store.version(BIRDS, number);
      assertThat(version.number()).isEqualTo(number);
      assertThat(version.embeddingsSha256()).isEqualTo(digests.get(number));
      assertThat(EmbeddingsDigest.sha256(version.classes())).isEqualTo(digests.get(number));
      assertThat(store.testSets(BIRDS, number)).hasSize(number);
      assertThat(store.scores(BIRDS, number)).hasSize(number * (number + 1));
    }

    private void readSummaries() {
      List<VersionSummary> versions = store.versions(BIRDS);
      for (int i = 0; i < versions.size(); i++) {
        VersionSummary version = versions.get(i);
        assertThat(version.number()).isEqualTo(i + 1);
        assertThat(version.classCount()).isEqualTo(HISTORY.classCount(i + 1));
        assertThat(version.embeddingsSha256()).isEqualTo(digests.get(i + 1));
      }
      assertThat(versions.get(versions.size() - 1).prunedAt()).isEmpty();
    }
  }

  /** Moves and removes aliases; a version may be pruned before it gets there. */
  private static final class Mover {
    private final EmbeddingStore store;
    private final SplittableRandom random = new SplittableRandom(99);

    Mover(EmbeddingStore store) {
      this.store = store;
    }

    void move() {
      int newest = store.head(BIRDS).orElseThrow();
      int number = Math.max(1, newest - random.nextInt(5));
      try {
        store.rollback(BIRDS, number, false);
        store.setAlias(BIRDS, "best", number);
      } catch (PrunedVersionException e) {
        assertThat(store.versions(BIRDS).get(number - 1).prunedAt()).isPresent();
      }
      if (store.alias(BIRDS, "best").isPresent() && random.nextBoolean()) {
        store.removeAlias(BIRDS, "best");
      }
    }
  }
}
