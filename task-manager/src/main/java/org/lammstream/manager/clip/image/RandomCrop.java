package org.lammstream.manager.clip.image;

import java.util.SplittableRandom;

/**
 * A box of whole pixels within an image, chosen as torchvision's {@code RandomResizedCrop} chooses
 * it with its defaults: 8 to 100 percent of the area, width to height from 3:4 to 4:3. The choice
 * follows torchvision's algorithm, but the draws come from Java's generator: equal seeds give other
 * boxes than in PyTorch, of the same distribution.
 *
 * <p>Source: {@code RandomResizedCrop.get_params} in torchvision's {@code transforms.py}.
 *
 * @param left of the box
 * @param top of the box
 * @param width of the box, at least 1
 * @param height of the box, at least 1
 */
record RandomCrop(int left, int top, int width, int height) {
  static final double LEAST_AREA = 0.08;
  static final double LEAST_RATIO = 3.0 / 4;
  static final double MOST_RATIO = 4.0 / 3;

  private static final int TRIES = 10;
  private static final int CHANNELS = 3;

  /** Chooses a box within an image of this size, in pixels. */
  static RandomCrop of(int imageWidth, int imageHeight, SplittableRandom random) {
    double area = (double) imageWidth * imageHeight;
    for (int i = 0; i < TRIES; i++) {
      double wanted = area * random.nextDouble(LEAST_AREA, 1);
      double ratio = Math.exp(random.nextDouble(Math.log(LEAST_RATIO), Math.log(MOST_RATIO)));
      // Python's round: halves go to the even neighbour.
      long width = (long) Math.rint(Math.sqrt(wanted * ratio));
      long height = (long) Math.rint(Math.sqrt(wanted / ratio));
      if (width > 0 && width <= imageWidth && height > 0 && height <= imageHeight) {
        int top = random.nextInt(imageHeight - (int) height + 1);
        int left = random.nextInt(imageWidth - (int) width + 1);
        return new RandomCrop(left, top, (int) width, (int) height);
      }
    }
    return central(imageWidth, imageHeight);
  }

  /** What is taken if no box fits: the middle, as much of it as the range of ratios allows. */
  static RandomCrop central(int imageWidth, int imageHeight) {
    double ratio = (double) imageWidth / imageHeight;
    int width = imageWidth;
    int height = imageHeight;
    if (ratio < LEAST_RATIO) {
      height = (int) Math.rint(width / LEAST_RATIO);
    } else if (ratio > MOST_RATIO) {
      width = (int) Math.rint(height * MOST_RATIO);
    }
    return new RandomCrop((imageWidth - width) / 2, (imageHeight - height) / 2, width, height);
  }

  /** The box's part of an image that it lies within; the image itself if that is all of it. */
  RgbImage cut(RgbImage image) {
    if (width == image.width() && height == image.height()) {
      return image;
    }
    int line = width * CHANNELS;
    byte[] part = new byte[height * line];
    for (int y = 0; y < height; y++) {
      int from = ((top + y) * image.width() + left) * CHANNELS;
      System.arraycopy(image.rgb(), from, part, y * line, line);
    }
    return new RgbImage(width, height, part);
  }
}
