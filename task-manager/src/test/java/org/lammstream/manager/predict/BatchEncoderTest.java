package org.lammstream.manager.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.lammstream.manager.clip.image.PixelImage;

class BatchEncoderTest {
  private final List<Integer> batches = new CopyOnWriteArrayList<>();
  private final CountDownLatch first = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  private static PixelImage image(int value) {
    return new PixelImage(1, new float[] {value, 0, 0});
  }

  /** The feature of an image is its first pixel; 13 cannot be encoded. */
  private float[][] encode(List<PixelImage> images) {
    batches.add(images.size());
    first.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (images.stream().anyMatch(image -> image.chw()[0] == 13)) {
      throw new IllegalStateException("no luck");
    }
    return images.stream().map(image -> new float[] {image.chw()[0]}).toArray(float[][]::new);
  }

  private BatchEncoder encoder(int capacity) {
    return new BatchEncoder(this::encode, 4, Duration.ofMillis(1), capacity);
  }

  @Test
  void whatWaitsIsEncodedTogetherAndEachGetsItsOwn() throws Exception {
    try (BatchEncoder encoder = encoder(100)) {
      List<CompletableFuture<float[]>> features = new ArrayList<>();
      features.add(encoder.encode(image(0)));
      first.await();
      for (int i = 1; i <= 10; i++) {
        features.add(encoder.encode(image(i)));
      }
      go.countDown();
      for (int i = 0; i <= 10; i++) {
        assertThat(features.get(i).get(20, TimeUnit.SECONDS)).containsExactly(i);
      }
      assertThat(batches).containsExactly(1, 4, 4, 2);
    }
  }

  @Test
  void beyondItsCapacityItSaysSoAtOnce() throws Exception {
    try (BatchEncoder encoder = encoder(3)) {
      encoder.encode(image(0));
      first.await();
      for (int i = 1; i <= 3; i++) {
        encoder.encode(image(i));
      }
      assertThatThrownBy(() -> encoder.encode(image(4))).isInstanceOf(OverloadedException.class);
      go.countDown();
    }
  }

  @Test
  void aBatchThatFailsFailsItsCallersAndNobodyElse() throws Exception {
    go.countDown();
    try (BatchEncoder encoder = encoder(100)) {
      CompletableFuture<float[]> unlucky = encoder.encode(image(13));
      assertThatThrownBy(() -> unlucky.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no luck");
      assertThat(encoder.encode(image(7)).get(20, TimeUnit.SECONDS)).containsExactly(7);
    }
  }

  @Test
  void closingLeavesNobodyWaiting() throws Exception {
    BatchEncoder encoder = encoder(100);
    CompletableFuture<float[]> under = encoder.encode(image(1));
    first.await();
    CompletableFuture<float[]> waiting = encoder.encode(image(2));
    encoder.close();
    assertThat(under.get(20, TimeUnit.SECONDS)).containsExactly(1);
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> encoder.encode(image(3))).isInstanceOf(OverloadedException.class);
  }
}
