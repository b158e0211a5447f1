package org.lammstream.manager.clip.image;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * Turns whatever ImageIO decoded into RGB bytes as Pillow's {@code convert("RGB")} does: from the
 * stored numbers, without colour management ({@link BufferedImage#getRGB} would apply embedded
 * profiles and a gamma curve to grey images); alpha is dropped, not composited; palettes are looked
 * up; grey is repeated; of 16 bits the upper 8 are taken.
 */
final class RgbConversion {

  private static final int CHANNELS = 3;
  private static final int[] RGB = {0, 1, 2};
  private static final int[] BGR = {2, 1, 0};

  private RgbConversion() {}

  /** Converts an image and may take over its memory. */
  static RgbImage of(BufferedImage image) {
    WritableRaster raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return lookUp(raster, palette);
    }
    byte[] pixels = interleaved(raster);
    return new RgbImage(
        raster.getWidth(), raster.getHeight(), pixels.length > 0 ? pixels : copy(raster));
  }

  /** Converts raw CMYK or YCCK values of a JPEG file. */
  static RgbImage ofCmyk(Raster raster, boolean ycck) {
    int width = raster.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(width * raster.getHeight(), CHANNELS)];
    int[] line = new int[width * 4];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, line);
      for (int x = 0; x < line.length; x += 4) {
        if (ycck) {
          Cmyk.fromYcck(line, x);
        }
        Cmyk.toRgb(line, x, rgb, to);
        to += CHANNELS;
      }
    }
    return new RgbImage(width, raster.getHeight(), rgb);
  }

  private static RgbImage lookUp(Raster raster, IndexColorModel palette) {
    int width = raster.getWidth();
    byte[] rgb = new byte[Math.multiplyExact(width * raster.getHeight(), CHANNELS)];
    int[] line = new int[width];
    int to = 0;
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, 0, line);
      for (int index : line) {
        // Pillow reads an index beyond a short palette as black.
        boolean known = index < palette.getMapSize();
        rgb[to++] = known ? (byte) palette.getRed(index) : 0;
        rgb[to++] = known ? (byte) palette.getGreen(index) : 0;
        rgb[to++] = known ? (byte) palette.getBlue(index) : 0;
      }
    }
    return new RgbImage(width, raster.getHeight(), rgb);
  }

  /** The bytes of the usual case, three bytes per pixel, put in order in place; else none. */
  private static byte[] interleaved(WritableRaster raster) {
    if (raster.getSampleModel() instanceof ComponentSampleModel model
        && raster.getDataBuffer() instanceof DataBufferByte buffer
        && model.getNumBands() == CHANNELS
        && model.getPixelStride() == CHANNELS
        && model.getScanlineStride() == CHANNELS * raster.getWidth()
        && buffer.getNumBanks() == 1
        && buffer.getData().length == CHANNELS * raster.getWidth() * raster.getHeight()) {
      byte[] pixels = buffer.getData();
      if (Arrays.equals(model.getBandOffsets(), RGB)) {
        return pixels;
      }
      if (Arrays.equals(model.getBandOffsets(), BGR)) {
        for (int i = 0; i < pixels.length; i += CHANNELS) {
          byte blue = pixels[i];
          pixels[i] = pixels[i + 2];
          pixels[i + 2] = blue;
        }
        return pixels;
      }
    }
    return new byte[0];
  }

  private static byte[] copy(Raster raster) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    boolean grey = bands < CHANNELS;
    byte[] rgb = new byte[Math.multiplyExact(width * raster.getHeight(), CHANNELS)];
    int[] line = new int[width];
    for (int y = 0; y < raster.getHeight(); y++) {
      for (int c = 0; c < CHANNELS; c++) {
        int band = grey ? 0 : c;
        int bits = raster.getSampleModel().getSampleSize(band);
        raster.getSamples(raster.getMinX(), raster.getMinY() + y, width, 1, band, line);
        int to = y * width * CHANNELS + c;
        for (int sample : line) {
          rgb[to] = toByte(sample, bits);
          to += CHANNELS;
        }
      }
    }
    return rgb;
  }

  private static byte toByte(int sample, int bits) {
    return (byte) (bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1));
  }
}
