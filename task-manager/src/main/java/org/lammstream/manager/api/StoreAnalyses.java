package org.lammstream.manager.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.lammstream.evaluation.dashboard.VersionAnalysis;
import org.lammstream.evaluation.stored.VersionAnalyzer;
import org.lammstream.evaluation.stored.VersionDiff;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.VersionSummary;

/**
 * What takes long to find out about versions: computed one after the other on a thread of its own,
 * beside the training, and kept. Thread-safe.
 */
final class StoreAnalyses implements AutoCloseable {
  private static final int KEPT = 32;
  private static final int WAITING = 16;

  /** About 20 seconds on one core. */
  private static final double EFFORT = 2e10;

  private final EmbeddingStore store;
  private final ThreadPoolExecutor thread;
  private final Cache<One, CompletableFuture<VersionAnalysis>> analyses = cache();
  private final Cache<Two, CompletableFuture<VersionDiff>> diffs = cache();

  /** A version, and how much of what it goes back to can be read. */
  private record One(String learner, int number, long pruned) {}

  private record Two(String learner, int from, int to) {}

  StoreAnalyses(EmbeddingStore store) {
    this.store = store;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread worker = new Thread(task, "lamm-analysis");
              worker.setDaemon(true);
              return worker;
            });
  }

  private static <K, V> Cache<K, V> cache() {
    return Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();
  }

  /**
   * What a version gets right and wrong.
   *
   * @throws java.util.concurrent.RejectedExecutionException if too much is asked for already
   */
  CompletableFuture<VersionAnalysis> analysis(String learner, int number) {
    long pruned =
        store.versions(learner).stream()
            .map(VersionSummary::prunedAt)
            .filter(at -> at.isPresent())
            .count();
    return compute(
        analyses,
        new One(learner, number, pruned),
        () -> VersionAnalyzer.of(store, learner, number, EFFORT));
  }

  /**
   * What changed between two versions.
   *
   * @throws java.util.concurrent.RejectedExecutionException if too much is asked for already
   */
  CompletableFuture<VersionDiff> diff(String learner, int from, int to) {
    return compute(
        diffs, new Two(learner, from, to), () -> VersionDiff.of(store, learner, from, to));
  }

  /** Whoever asks for the same at the same time waits for the same; what failed is not kept. */
  private <K, V> CompletableFuture<V> compute(
      Cache<K, CompletableFuture<V>> cache, K key, Supplier<V> work) {
    CompletableFuture<V> result =
        cache.get(key, unused -> CompletableFuture.supplyAsync(work, thread));
    var unused =
        result.whenComplete(
            (value, failure) -> {
              if (failure != null) {
                cache.asMap().remove(key, result);
              }
            });
    return result;
  }

  /** What is computed goes on to its end on a daemon thread if it must; the store outlives it. */
  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
