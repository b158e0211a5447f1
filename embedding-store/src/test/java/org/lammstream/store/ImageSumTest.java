package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The sum of a class's image features, which entries of older formats lack. */
class ImageSumTest {
  private static final float[] FEATURE = {0.6f, 0.8f};
  private static final float[] NONE = {};
  private static final ImageSum SUM = new ImageSum(new double[] {1.0 / 3, -0.0, 1e300}, 7);

  @Test
  void itIsStoredBehindWhatOlderFormatsHave() {
    byte[] without = Codecs.CLASS.encode(entry(FEATURE, 0, ImageSum.UNKNOWN));
    byte[] weighted = Codecs.CLASS.encode(entry(FEATURE, 7.25, ImageSum.UNKNOWN));
    byte[] with = Codecs.CLASS.encode(entry(FEATURE, 7.25, SUM));

    assertThat(with).hasSize(weighted.length + Long.BYTES + Integer.BYTES + 3 * Double.BYTES);
    assertThat(Arrays.copyOf(with, weighted.length)).isEqualTo(weighted);
    assertThat(Arrays.copyOf(with, without.length)).isEqualTo(without);
    assertThat(Codecs.CLASS.decode(with)).isEqualTo(entry(FEATURE, 7.25, SUM));
    assertThat(Codecs.CLASS.decode(weighted).images()).isEqualTo(ImageSum.UNKNOWN);
    assertThat(Codecs.CLASS.decode(without).images()).isEqualTo(ImageSum.UNKNOWN);
  }

  @Test
  void itNeedsNeitherPrototypeNorWeight() {
    ClassEmbedding entry = entry(NONE, 0, SUM);
    assertThat(Codecs.CLASS.decode(Codecs.CLASS.encode(entry))).isEqualTo(entry);
  }

  @Test
  void aCutOneIsNoSmallerOne() {
    byte[] whole = Codecs.CLASS.encode(entry(NONE, 0, SUM));
    int weightEnds = whole.length - Long.BYTES - Integer.BYTES - 3 * Double.BYTES;
    for (int length = weightEnds + 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Codecs.CLASS.decode(cut)).isInstanceOf(RuntimeException.class);
    }
  }

  @Test
  void anEntryWithAnotherSumIsAnotherEntry() {
    assertThat(entry(NONE, 0, SUM)).isNotEqualTo(entry(NONE, 0, new ImageSum(SUM.sum(), 8)));
    double[] flipped = SUM.sum().clone();
    flipped[1] = 0.0;
    assertThat(entry(NONE, 0, SUM)).isNotEqualTo(entry(NONE, 0, new ImageSum(flipped, 7)));
  }

  @Test
  void aSumOfNothingAndACountOfNothingAreRefused() {
    assertThatThrownBy(() -> new ImageSum(new double[0], 3))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ImageSum(new double[2], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static ClassEmbedding entry(float[] prototype, double weight, ImageSum images) {
    return new ClassEmbedding(
        "cat", 1, 2, FEATURE, new int[0], FEATURE, FEATURE, FEATURE, prototype, weight, images);
  }
}
