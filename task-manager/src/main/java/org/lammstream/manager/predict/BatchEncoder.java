package org.lammstream.manager.predict;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.lammstream.manager.clip.image.PixelImage;

/**
 * Encodes images of many callers in common batches, on one thread of its own. While a batch is
 * computed the next one gathers, so that batches grow with the load; an image that comes alone
 * waits for others a few milliseconds at most. Thread-safe.
 */
final class BatchEncoder implements AutoCloseable {
  private static final long CLOSE_MILLIS = 10_000;

  private final Function<List<PixelImage>, float[][]> encoder;
  private final int largestBatch;
  private final long gatherNanos;
  private final BlockingQueue<Waiting> queue;
  private final Thread thread = new Thread(this::run, "lamm-predict");
  private volatile boolean closed;

  /** An image and who wants its feature. */
  private record Waiting(PixelImage image, CompletableFuture<float[]> feature) {}

  /**
   * Starts the thread.
   *
   * @param encoder called on this object's thread only
   * @param largestBatch images per batch
   * @param gather how long a batch waits to become full
   * @param capacity images that may wait
   */
  BatchEncoder(
      Function<List<PixelImage>, float[][]> encoder,
      int largestBatch,
      Duration gather,
      int capacity) {
    this.encoder = encoder;
    this.largestBatch = largestBatch;
    this.gatherNanos = gather.toNanos();
    this.queue = new ArrayBlockingQueue<>(capacity);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Encodes an image, soon.
   *
   * @throws OverloadedException if too many wait already
   */
  CompletableFuture<float[]> encode(PixelImage image) {
    Waiting waiting = new Waiting(image, new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      throw new OverloadedException("too many images wait to be encoded; try again in a moment");
    }
    if (closed) {
      giveUp(); // whoever is later than the thread's last look
    }
    return waiting.feature();
  }

  /** How many images wait. */
  int waiting() {
    return queue.size();
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>(largestBatch);
    try {
      while (!closed) {
        batch.clear();
        gather(batch);
        encode(batch);
      }
    } catch (InterruptedException e) {
      // closed
    } finally {
      batch.forEach(waiting -> waiting.feature().cancel(false));
      giveUp();
    }
  }

  private void gather(List<Waiting> batch) throws InterruptedException {
    batch.add(queue.take());
    long end = System.nanoTime() + gatherNanos;
    while (batch.size() < largestBatch) {
      queue.drainTo(batch, largestBatch - batch.size());
      if (batch.size() == largestBatch) {
        return;
      }
      Waiting next = queue.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        return;
      }
      batch.add(next);
    }
  }

  private void encode(List<Waiting> batch) {
    try {
      float[][] features = encoder.apply(batch.stream().map(Waiting::image).toList());
      for (int i = 0; i < features.length; i++) {
        batch.get(i).feature().complete(features[i]);
      }
    } catch (RuntimeException | Error e) { // the thread lives on; the callers are told
      batch.forEach(waiting -> waiting.feature().completeExceptionally(e));
    }
  }

  private void giveUp() {
    List<Waiting> rest = new ArrayList<>();
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
