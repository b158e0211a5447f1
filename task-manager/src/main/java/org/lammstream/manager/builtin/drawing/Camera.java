package org.lammstream.manager.builtin.drawing;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.SplittableRandom;

/** Light that falls off to one side, a slight colour cast, and the noise of a cheap sensor. */
final class Camera {

  private final SplittableRandom random;
  private final double gain;
  private final double fallX;
  private final double fallY;
  private final double[] cast = new double[3];
  private final double noise;

  Camera(SplittableRandom random) {
    this.random = random;
    gain = random.nextDouble(0.78, 1.12);
    double fall = random.nextDouble(0, 0.28);
    double angle = random.nextDouble(2 * Math.PI);
    fallX = fall * Math.cos(angle);
    fallY = fall * Math.sin(angle);
    for (int channel = 0; channel < 3; channel++) {
      cast[channel] = random.nextDouble(0.94, 1.06);
    }
    noise = random.nextDouble(1, 11);
  }

  void expose(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    int[] pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double light = gain * (1 + fallX * (2.0 * x / width - 1) + fallY * (2.0 * y / height - 1));
        int pixel = pixels[y * width + x];
        pixels[y * width + x] =
            level(pixel >> 16, light * cast[0]) << 16
                | level(pixel >> 8, light * cast[1]) << 8
                | level(pixel, light * cast[2]);
      }
    }
  }

  private int level(int packed, double factor) {
    double value = (packed & 0xFF) * factor + noise * random.nextGaussian();
    return (int) Math.max(0, Math.min(255, Math.round(value)));
  }
}
