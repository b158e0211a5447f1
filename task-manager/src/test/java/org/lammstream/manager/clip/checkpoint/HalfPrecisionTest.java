package org.lammstream.manager.clip.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {

  @Test
  void everyValueSurvivesTheWayThroughFloat() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = HalfPrecision.toFloat((short) bits);
      if (Float.isNaN(value)) {
        assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(value))).isNaN();
      } else {
        assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void knowsTheValuesOfTheStandard() {
    assertThat(HalfPrecision.toFloat((short) 0x3c00)).isEqualTo(1f);
    assertThat(HalfPrecision.toFloat((short) 0xc000)).isEqualTo(-2f);
    assertThat(HalfPrecision.toFloat((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfPrecision.toFloat((short) 0x0001)).isEqualTo(0x1p-24f);
    assertThat(HalfPrecision.toFloat((short) 0xfc00)).isEqualTo(Float.NEGATIVE_INFINITY);
    assertThat(HalfPrecision.toFloat((short) 0x7e00)).isNaN();
  }

  @Test
  void roundsToNearestAndTiesToEven() {
    // Neighbours of 1 are 2^-10 apart above it.
    assertThat(HalfPrecision.fromFloat(1 + 0x1p-11f)).isEqualTo((short) 0x3c00);
    assertThat(HalfPrecision.fromFloat(1 + 0x1.8p-10f)).isEqualTo((short) 0x3c02);
    assertThat(HalfPrecision.fromFloat(1 + 0x1.2p-11f)).isEqualTo((short) 0x3c01);
    assertThat(HalfPrecision.fromFloat(65519.996f)).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.fromFloat(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.fromFloat(0x1p-25f)).isEqualTo((short) 0);
    assertThat(HalfPrecision.fromFloat(0x1.8p-24f)).isEqualTo((short) 2);
    assertThat(HalfPrecision.fromFloat(-0x1.fffp-15f)).isEqualTo((short) 0x8400);
  }
}
