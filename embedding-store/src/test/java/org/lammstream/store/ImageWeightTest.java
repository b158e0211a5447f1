package org.lammstream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The weight of an image prototype, which entries of older formats lack. */
class ImageWeightTest {
  private static final float[] FEATURE = {0.6f, 0.8f};

  @Test
  void itIsStoredBehindWhatOlderFormatsHave() {
    byte[] with = Codecs.CLASS.encode(entry(7.25, FEATURE));
    byte[] without = Codecs.CLASS.encode(entry(0, FEATURE));

    assertThat(with).hasSize(without.length + Double.BYTES);
    assertThat(Arrays.copyOf(with, without.length)).isEqualTo(without);
    assertThat(Codecs.CLASS.decode(with)).isEqualTo(entry(7.25, FEATURE));
    assertThat(Codecs.CLASS.decode(without)).isEqualTo(entry(0, FEATURE));
  }

  @Test
  void anEntryWithAnotherWeightIsAnotherEntryWithTheSameDigest() {
    assertThat(entry(7.25, FEATURE)).isNotEqualTo(entry(7.5, FEATURE));
    assertThat(EmbeddingsDigest.bytes(entry(7.25, FEATURE)))
        .isEqualTo(EmbeddingsDigest.bytes(entry(0, FEATURE)));
  }

  @Test
  void impossibleWeightsAreRefused() {
    for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> entry(weight, FEATURE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("impossible image weight");
    }
    assertThatThrownBy(() -> entry(1, new float[0])).isInstanceOf(IllegalArgumentException.class);
    byte[] damaged = Codecs.CLASS.encode(entry(7.25, FEATURE));
    assertThatThrownBy(() -> Codecs.CLASS.decode(Arrays.copyOf(damaged, damaged.length - 3)))
        .isInstanceOf(RuntimeException.class);
  }

  private static ClassEmbedding entry(double weight, float[] prototype) {
    return new ClassEmbedding(
        "cat", 1, 2, FEATURE, new int[0], FEATURE, FEATURE, FEATURE, prototype, weight);
  }
}
