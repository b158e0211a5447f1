package org.lammstream.manager.predict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Encodes views of images of many callers in common batches, on one thread of its own. While a
 * batch is computed the next one gathers, so that batches grow with the load; an image that comes
 * alone waits for others a few milliseconds at most. Thread-safe.
 *
 * @param <V> a view of an image
 */
final class BatchEncoder<V> implements AutoCloseable {
  private static final long CLOSE_MILLIS = 10_000;

  private final Function<List<V>, float[][]> encoder;
  private final int largestBatch;
  private final long gatherNanos;
  private final int capacity;
  private final BlockingQueue<Waiting<V>> queue = new LinkedBlockingQueue<>();

  /** One for each image of which no view waits. */
  private final Semaphore places;

  private final Thread thread = new Thread(this::run, "lamm-predict");
  private volatile boolean closed;

  /**
   * A view of an image and who wants its feature.
   *
   * @param last whether it is the last of its image, which leaves the queue after the others
   */
  private record Waiting<V>(V view, boolean last, CompletableFuture<float[]> feature) {}

  /**
   * Starts the thread.
   *
   * @param encoder called on this object's thread only
   * @param largestBatch views per batch
   * @param gather how long a batch waits to become full
   * @param capacity images that may wait, of however many views
   */
  BatchEncoder(
      Function<List<V>, float[][]> encoder, int largestBatch, Duration gather, int capacity) {
    this.encoder = encoder;
    this.largestBatch = largestBatch;
    this.gatherNanos = gather.toNanos();
    this.capacity = capacity;
    this.places = new Semaphore(capacity);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Encodes an image, soon: all its views or, when there is no room, none of them.
   *
   * @param views of the image, at least one
   * @return a feature of each view, in their order
   * @throws OverloadedException if too many images wait already
   */
  List<CompletableFuture<float[]>> encode(List<V> views) {
    if (closed || !places.tryAcquire()) {
      throw new OverloadedException("too many images wait to be encoded; try again in a moment");
    }
    List<CompletableFuture<float[]>> features = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      // One by one, so that a batch may hold views of images of any callers.
      CompletableFuture<float[]> feature = new CompletableFuture<>();
      queue.add(new Waiting<>(views.get(i), i == views.size() - 1, feature));
      features.add(feature);
    }
    if (closed) {
      giveUp(); // whoever is later than the thread's last look
    }
    return features;
  }

  /** How many images wait, in whole or in part. */
  int waiting() {
    return capacity - places.availablePermits();
  }

  private void run() {
    List<Waiting<V>> batch = new ArrayList<>(largestBatch);
    try {
      while (!closed) {
        batch.clear();
        gather(batch);
        compute(batch);
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      batch.forEach(waiting -> waiting.feature().cancel(false));
      giveUp();
    }
  }

  private void gather(List<Waiting<V>> batch) throws InterruptedException {
    take(batch, queue.take());
    long end = System.nanoTime() + gatherNanos;
    while (batch.size() < largestBatch) {
      Waiting<V> next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      take(batch, next);
    }
  }

  private void take(List<Waiting<V>> batch, Waiting<V> next) {
    batch.add(next);
    if (next.last()) {
      places.release();
    }
  }

  private void compute(List<Waiting<V>> batch) {
    try {
      float[][] features = encoder.apply(batch.stream().map(Waiting::view).toList());
      for (int i = 0; i < features.length; i++) {
        batch.get(i).feature().complete(features[i]);
      }
    } catch (RuntimeException | Error e) { // the thread lives on; the callers are told
      batch.forEach(waiting -> waiting.feature().completeExceptionally(e));
    }
  }

  private void giveUp() {
    List<Waiting<V>> rest = new ArrayList<>();
    queue.drainTo(rest);
    rest.forEach(
        waiting ->
            waiting
                .feature()
                .completeExceptionally(new CancellationException("the process is stopping")));
  }

  /** Ends after the batch under way; what waits is cancelled. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
