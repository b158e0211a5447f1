package org.lammstream.manager.worker;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.lammstream.manager.clip.image.ImagePreprocessor;
import org.lammstream.manager.clip.image.PixelImage;
import org.lammstream.manager.clip.image.RgbImage;
import org.lammstream.store.TestPixels;

/**
 * Images as large as the image tower takes them, before scaling and normalising: a quarter of the
 * memory, and the same numbers behind it. The bytes are not copied and must not be modified.
 *
 * @param size side of an image
 * @param rgb {@code (n, size, size, 3)}
 */
@SuppressWarnings("ArrayRecordComponent")
record SquareImages(int size, byte[] rgb) {

  static SquareImages of(TestPixels stored) {
    return new SquareImages(stored.size(), stored.values());
  }

  int count() {
    return rgb.length / length();
  }

  private int length() {
    return 3 * size * size;
  }

  /** The images from one to before another. */
  SquareImages range(int from, int to) {
    return new SquareImages(size, Arrays.copyOfRange(rgb, from * length(), to * length()));
  }

  /** As a version keeps them. */
  TestPixels stored() {
    return new TestPixels(size, rgb);
  }

  /**
   * Some of them, ready for the image tower.
   *
   * @return {@code (indexes · 3 · size · size)}
   */
  float[] pixels(ImagePreprocessor preprocessor, int[] indexes) {
    float[] pixels = new float[indexes.length * length()];
    IntStream.range(0, indexes.length)
        .forEach(
            i -> {
              int from = indexes[i] * length();
              byte[] one = Arrays.copyOfRange(rgb, from, from + length());
              PixelImage image = preprocessor.normalised(new RgbImage(size, size, one));
              System.arraycopy(image.chw(), 0, pixels, i * length(), length());
            });
    return pixels;
  }

  /** Collects a known number of images. */
  static final class Builder {
    private final ImagePreprocessor preprocessor;
    private final byte[] rgb;
    private int filled;

    Builder(ImagePreprocessor preprocessor, int count) {
      this.preprocessor = preprocessor;
      int size = preprocessor.size();
      this.rgb = new byte[Math.multiplyExact(count, 3 * size * size)];
    }

    boolean wantsMore() {
      return filled < rgb.length;
    }

    /**
     * One more image, cut to the square.
     *
     * @throws org.lammstream.manager.clip.image.ImageRejectedException if its proportions are
     *     absurd
     */
    void add(RgbImage image) {
      byte[] square = preprocessor.square(image).rgb();
      System.arraycopy(square, 0, rgb, filled, square.length);
      filled += square.length;
    }

    SquareImages build() {
      return new SquareImages(preprocessor.size(), rgb);
    }
  }
}
