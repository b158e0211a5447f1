package org.lammstream.manager.clip.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.lammstream.manager.fixtures.Allocation;

/**
 * Whatever is sent as an image is decoded or refused, within the memory that the limits allow. In
 * an ordinary build the kept inputs are tried; {@code -Pfuzz} makes new ones.
 */
class ImageGateFuzzTest {
  private static final long PIXELS = 1_000_000;
  private static final long BASE = 8 << 20;

  private final ImageGate gate = new ImageGate(new ImageLimits(1 << 20, PIXELS));

  @FuzzTest
  void anImageIsDecodedOrRefused(byte[] bytes) {
    Allocation.assertAtMost(
        BASE + 24 * PIXELS + 64L * bytes.length, () -> assertDecodedOrRefused(bytes));
  }

  private void assertDecodedOrRefused(byte[] bytes) {
    try {
      RgbImage image = gate.decode(bytes);
      assertThat((long) image.width() * image.height()).isBetween(1L, PIXELS);
    } catch (ImageRejectedException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
