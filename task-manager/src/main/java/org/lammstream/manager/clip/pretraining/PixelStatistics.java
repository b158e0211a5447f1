package org.lammstream.manager.clip.pretraining;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Mean and deviation per channel, OpenAI's in three digits, and the step from pictures to
 * normalised pixels.
 */
final class PixelStatistics {

  static final List<Float> MEAN = List.of(0.481f, 0.458f, 0.408f);
  static final List<Float> DEVIATION = List.of(0.269f, 0.261f, 0.276f);

  private PixelStatistics() {}

  /** Normalised pixels {@code (n, 3, size, size)} of square pictures of one size. */
  static NDArray normalise(NDManager manager, List<BufferedImage> pictures) {
    int size = pictures.get(0).getWidth();
    int plane = size * size;
    float[] values = new float[pictures.size() * 3 * plane];
    int[] packed = new int[plane];
    for (int i = 0; i < pictures.size(); i++) {
      pictures.get(i).getRGB(0, 0, size, size, packed, 0, size);
      for (int channel = 0; channel < 3; channel++) {
        int first = (3 * i + channel) * plane;
        int shift = 16 - 8 * channel;
        float mean = MEAN.get(channel);
        float deviation = DEVIATION.get(channel);
        for (int p = 0; p < plane; p++) {
          values[first + p] = ((packed[p] >> shift & 0xFF) / 255f - mean) / deviation;
        }
      }
    }
    return manager.create(values, new Shape(pictures.size(), 3, size, size));
  }
}
