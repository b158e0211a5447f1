package org.lammstream.manager.clip.checkpoint;

/** IEEE 754 binary16 and float. Java has this itself only from version 20 on. */
final class HalfPrecision {

  private HalfPrecision() {}

  /** The value of 16 bits; exact. */
  static float toFloat(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | (fraction << 13));
    }
    if (exponent != 0) {
      return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }
    float subnormal = fraction * 0x1p-24f;
    return sign == 0 ? subnormal : -subnormal;
  }

  /** The nearest 16 bits, ties to even; values beyond 65504 become infinite. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7e00);
    }
    if (magnitude >= 65520f) {
      return (short) (sign | 0x7c00);
    }
    if (magnitude < 0x1p-14f) {
      // Subnormal: a multiple of 2^-24. rint rounds ties to even and may carry into the normals.
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24));
    }
    // Drop 13 fraction bits: adding half of the last kept place, less one where it is even already,
    // rounds to nearest even, and a carry runs into the exponent as it should.
    int rounded = (bits & 0x7fffffff) + 0xfff + ((bits >>> 13) & 1);
    return (short) (sign | ((rounded >>> 13) - (112 << 10)));
  }
}
