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

  private BatchEncoder<PixelImage> encoder(int capacity) {
    return new BatchEncoder<>(this::encode, 4, Duration.ofMillis(1), capacity);
  }

  private static CompletableFuture<float[]> encode(BatchEncoder<PixelImage> encoder, int value) {
    return encoder.encode(List.of(image(value))).get(0);
  }

  @Test
  void whatWaitsIsEncodedTogetherAndEachGetsItsOwn() throws Exception {
    try (BatchEncoder<PixelImage> encoder = encoder(100)) {
      List<CompletableFuture<float[]>> features = new ArrayList<>();
      features.add(encode(encoder, 0));
      first.await();
      for (int i = 1; i <= 10; i++) {
        features.add(encode(encoder, i));
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
    try (BatchEncoder<PixelImage> encoder = encoder(3)) {
      List<CompletableFuture<float[]>> features = new ArrayList<>();
      features.add(encode(encoder, 0));
      first.await();
      for (int i = 1; i <= 3; i++) {
        features.add(encode(encoder, i));
      }
      assertThatThrownBy(() -> encode(encoder, 4)).isInstanceOf(OverloadedException.class);
      assertThat(features).noneMatch(CompletableFuture::isDone);
      go.countDown();
    }
  }

  @Test
  void anImageOfManyViewsTakesOnePlaceAndIsTakenWholeOrNotAtAll() throws Exception {
    try (BatchEncoder<PixelImage> encoder = encoder(3)) {
      List<CompletableFuture<float[]>> features = new ArrayList<>();
      features.add(encode(encoder, 0));
      first.await();
      for (int i = 1; i <= 3; i++) {
        features.addAll(
            encoder.encode(List.of(image(6 * i), image(6 * i), image(6 * i), image(6 * i))));
      }
      assertThat(encoder.waiting()).isEqualTo(3);
      assertThatThrownBy(() -> encoder.encode(List.of(image(4), image(5))))
          .isInstanceOf(OverloadedException.class);
      go.countDown();
      for (int n = 1; n < features.size(); n++) {
        assertThat(features.get(n).get(20, TimeUnit.SECONDS)).containsExactly(6 * ((n + 3) / 4));
      }
      assertThat(encoder.waiting()).isZero();
      assertThat(batches).as("nothing of the refused image").containsExactly(1, 4, 4, 4);
      assertThat(encode(encoder, 7).get(20, TimeUnit.SECONDS)).containsExactly(7);
    }
  }

  @Test
  void aBatchThatFailsFailsItsCallersAndNobodyElse() throws Exception {
    go.countDown();
    try (BatchEncoder<PixelImage> encoder = encoder(100)) {
      CompletableFuture<float[]> unlucky = encode(encoder, 13);
      assertThatThrownBy(() -> unlucky.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no luck");
      assertThat(encode(encoder, 7).get(20, TimeUnit.SECONDS)).containsExactly(7);
    }
  }

  @Test
  void closingLeavesNobodyWaiting() throws Exception {
    BatchEncoder<PixelImage> encoder = encoder(100);
    CompletableFuture<float[]> under = encode(encoder, 1);
    first.await();
    CompletableFuture<float[]> waiting = encode(encoder, 2);
    encoder.close();
    assertThat(under.get(20, TimeUnit.SECONDS)).containsExactly(1);
    assertThatThrownBy(() -> waiting.get(20, TimeUnit.SECONDS))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(() -> encode(encoder, 3)).isInstanceOf(OverloadedException.class);
  }
}
