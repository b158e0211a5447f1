package org.lammstream.evaluation.chart;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** Looks at pictures. */
final class Pictures {

  private Pictures() {}

  /** How many pixels have exactly this colour. */
  static long pixels(BufferedImage image, Color colour) {
    return Arrays.stream(rgb(image)).filter(pixel -> pixel == colour.getRGB()).count();
  }

  static long colours(BufferedImage image) {
    return Arrays.stream(rgb(image)).distinct().count();
  }

  private static int[] rgb(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
