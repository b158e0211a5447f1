package org.lammstream.manager.clip.image;

/**
 * Colours of four-component JPEG files, as libjpeg and Pillow compute them. Such files hold
 * inverted values: 255 is no ink.
 */
final class Cmyk {

  private static final int HALF = 1 << 15;

  private Cmyk() {}

  /**
   * YCCK to CMYK in place; libjpeg's {@code ycck_cmyk_convert}: Y, Cb, Cr become 255 minus red,
   * green, blue; black stays.
   */
  static void fromYcck(int[] pixels, int at) {
    int y = pixels[at];
    int cb = pixels[at + 1] - 128;
    int cr = pixels[at + 2] - 128;
    int red = y + ((fixed(1.402) * cr + HALF) >> 16);
    int green = y + ((-fixed(0.34414) * cb - fixed(0.71414) * cr + HALF) >> 16);
    int blue = y + ((fixed(1.772) * cb + HALF) >> 16);
    pixels[at] = clip(255 - red);
    pixels[at + 1] = clip(255 - green);
    pixels[at + 2] = clip(255 - blue);
  }

  /** CMYK to RGB: Pillow inverts the stored values, then applies {@code cmyk2rgb}. */
  static void toRgb(int[] pixels, int at, byte[] rgb, int to) {
    int black = 255 - pixels[at + 3];
    for (int c = 0; c < 3; c++) {
      int light = 255 - black;
      int product = (255 - pixels[at + c]) * light + 128;
      rgb[to + c] = (byte) clip(light - (((product >> 8) + product) >> 8));
    }
  }

  private static int fixed(double factor) {
    return (int) (factor * (1 << 16) + 0.5);
  }

  private static int clip(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
