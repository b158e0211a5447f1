package org.lammstream.manager.clip.image;

/**
 * Pillow's {@code Image.resize(..., BICUBIC)} of an RGB image, bit for bit, but computing only a
 * window of the result: what the crop throws away is never made. Two passes over 8-bit values,
 * horizontal first, each skipped where it would change nothing.
 *
 * <p>Source: {@code ImagingResampleInner} in Pillow's {@code src/libImaging/Resample.c}.
 */
final class PillowResize {

  private static final int CHANNELS = 3;
  private static final long MAX_STRIP_BYTES = 1L << 28;
  private static final int BITS = BicubicWeights.PRECISION_BITS;

  private PillowResize() {}

  /**
   * Resizes.
   *
   * @param image the whole input
   * @param width of the whole result
   * @param height of the whole result
   * @param left of the window
   * @param top of the window
   * @param size width and height of the window
   * @return the window
   * @throws ImageRejectedException if so many rows shrink into one that memory would run out
   */
  static RgbImage window(RgbImage image, long width, long height, long left, long top, int size) {
    return window(image, width, height, left, top, size, size);
  }

  /** The whole result. */
  static RgbImage whole(RgbImage image, int width, int height) {
    return window(image, width, height, 0, 0, width, height);
  }

  private static RgbImage window(
      RgbImage image, long width, long height, long left, long top, int across, int down) {
    BicubicWeights rows = BicubicWeights.of(image.height(), height, top, down);
    boolean vertical = height != image.height();
    // Only the input rows that the second pass will look at go through the first.
    int firstRow = vertical ? rows.begin() : (int) top;
    int rowCount = vertical ? rows.end() - firstRow : down;
    if ((long) rowCount * across * CHANNELS > MAX_STRIP_BYTES) {
      throw new ImageRejectedException(
          ImageRejectedException.Kind.TOO_LARGE,
          image.width() + "x" + image.height() + " pixels are out of all proportion");
    }
    byte[] strip =
        width != image.width()
            ? horizontal(
                image, BicubicWeights.of(image.width(), width, left, across), firstRow, rowCount)
            : copy(image, (int) left, across, firstRow, rowCount);
    return new RgbImage(
        across, down, vertical ? vertical(strip, rows, across, down, firstRow) : strip);
  }

  private static byte[] copy(RgbImage image, int left, int size, int firstRow, int rowCount) {
    byte[] out = new byte[rowCount * size * CHANNELS];
    int line = size * CHANNELS;
    for (int y = 0; y < rowCount; y++) {
      int from = ((firstRow + y) * image.width() + left) * CHANNELS;
      System.arraycopy(image.rgb(), from, out, y * line, line);
    }
    return out;
  }

  private static byte[] horizontal(
      RgbImage image, BicubicWeights columns, int firstRow, int rowCount) {
    int size = columns.first().length;
    byte[] in = image.rgb();
    byte[] out = new byte[rowCount * size * CHANNELS];
    int to = 0;
    for (int y = 0; y < rowCount; y++) {
      int line = (firstRow + y) * image.width();
      for (int x = 0; x < size; x++) {
        int from = (line + columns.first()[x]) * CHANNELS;
        to = weigh(in, from, CHANNELS, columns.weights()[x], out, to);
      }
    }
    return out;
  }

  private static byte[] vertical(
      byte[] in, BicubicWeights rows, int across, int down, int firstRow) {
    byte[] out = new byte[across * down * CHANNELS];
    int line = across * CHANNELS;
    int to = 0;
    for (int y = 0; y < down; y++) {
      int from = (rows.first()[y] - firstRow) * line;
      for (int x = 0; x < across; x++) {
        to = weigh(in, from + x * CHANNELS, line, rows.weights()[y], out, to);
      }
    }
    return out;
  }

  /** One pixel: the weighted sum of pixels that lie {@code step} bytes apart. */
  private static int weigh(byte[] in, int from, int step, int[] weights, byte[] out, int to) {
    int red = 1 << (BITS - 1);
    int green = red;
    int blue = red;
    int at = from;
    for (int weight : weights) {
      red += (in[at] & 0xff) * weight;
      green += (in[at + 1] & 0xff) * weight;
      blue += (in[at + 2] & 0xff) * weight;
      at += step;
    }
    out[to] = clip(red);
    out[to + 1] = clip(green);
    out[to + 2] = clip(blue);
    return to + CHANNELS;
  }

  private static byte clip(int sum) {
    return (byte) Math.max(0, Math.min(255, sum >> BITS));
  }
}
