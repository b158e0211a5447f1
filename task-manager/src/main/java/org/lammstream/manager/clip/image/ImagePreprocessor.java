package org.lammstream.manager.clip.image;

import java.util.SplittableRandom;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig;
import org.lammstream.manager.clip.checkpoint.PreprocessorConfig.Resize;

/**
 * Resize, centre crop, scale to 0..1 and normalise, as torchvision does with Pillow images: the
 * transform CLIP was trained with. Thread-safe.
 */
public final class ImagePreprocessor {

  private static final int CHANNELS = 3;
  private static final int LEVELS = 256;

  private final Resize resize;
  private final int size;
  private final float[][] normalised;

  /** Made for a checkpoint's settings. */
  public ImagePreprocessor(PreprocessorConfig config) {
    this.resize = config.resize();
    this.size = config.size();
    this.normalised = new float[CHANNELS][LEVELS];
    // Single precision throughout, and a true division by 255 where that is meant, as ToTensor
    // does.
    boolean by255 = Math.abs(config.rescaleFactor() * 255 - 1) < 1e-6;
    for (int c = 0; c < CHANNELS; c++) {
      for (int level = 0; level < LEVELS; level++) {
        float scaled = by255 ? level / 255f : level * (float) config.rescaleFactor();
        normalised[c][level] = (scaled - config.mean()[c]) / config.std()[c];
      }
    }
  }

  /** Side of the resulting square in pixels. */
  public int size() {
    return size;
  }

  /**
   * Makes an image ready for the image tower.
   *
   * @throws ImageRejectedException if its proportions are absurd and the checkpoint squeezes them
   */
  public PixelImage apply(RgbImage image) {
    return apply(image, ImageView.PLAIN);
  }

  /**
   * Makes a view of an image ready for the image tower.
   *
   * @throws ImageRejectedException if its proportions are absurd and the checkpoint squeezes them
   */
  public PixelImage apply(RgbImage image, ImageView view) {
    return pixels(resizeAndCrop(image, view.zoom()), view.mirrored());
  }

  /**
   * The last step alone: scales and normalises what {@link #square} made.
   *
   * @param square as large as the image tower wants it
   */
  public PixelImage normalised(RgbImage square) {
    return pixels(square, false);
  }

  /**
   * Makes an image ready as CoOp and its successors do in training: a random box of it (8 to 100
   * percent of the area, 3:4 to 4:3), resized to the square, mirrored half of the time.
   *
   * <p>Algorithm and resampling are torchvision's with Pillow, the random draws are Java's: a seed
   * gives the same pixels every time, but not those that PyTorch would draw from it.
   *
   * @param random of the draws; moved on by a number of draws that differs from image to image
   * @throws ImageRejectedException if the image is too large to be resized
   */
  public PixelImage augmented(RgbImage image, SplittableRandom random) {
    RandomCrop box = RandomCrop.of(image.width(), image.height(), random);
    return augmented(image, box, random.nextBoolean());
  }

  PixelImage augmented(RgbImage image, RandomCrop box, boolean mirrored) {
    return pixels(PillowResize.whole(box.cut(image), size, size), mirrored);
  }

  private PixelImage pixels(RgbImage square, boolean mirrored) {
    byte[] rgb = square.rgb();
    int plane = size * size;
    float[] chw = new float[CHANNELS * plane];
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int from = (y * size + (mirrored ? size - 1 - x : x)) * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
          chw[c * plane + y * size + x] = normalised[c][rgb[from + c] & 0xff];
        }
      }
    }
    return new PixelImage(size, chw);
  }

  /**
   * The image as it is before scaling and normalising: {@code size} by {@code size} pixels.
   *
   * @throws ImageRejectedException if its proportions are absurd and the checkpoint squeezes them
   */
  public RgbImage square(RgbImage image) {
    return resizeAndCrop(image, 1);
  }

  private RgbImage resizeAndCrop(RgbImage image, double zoom) {
    long width;
    long height;
    if (resize instanceof Resize.ShortestEdge edge) {
      // The longer side is cut off, not rounded: int(size * long / short).
      boolean portrait = image.width() <= image.height();
      long longer =
          portrait
              ? (long) edge.pixels() * image.height() / image.width()
              : (long) edge.pixels() * image.width() / image.height();
      width = portrait ? edge.pixels() : longer;
      height = portrait ? longer : edge.pixels();
    } else {
      Resize.Exact exact = (Resize.Exact) resize;
      width = exact.width();
      height = exact.height();
    }
    width = (long) Math.rint(width * zoom);
    height = (long) Math.rint(height * zoom);
    return PillowResize.window(image, width, height, middle(width), middle(height), size);
  }

  /** Python's {@code int(round((whole - size) / 2.0))}: halves go to the even neighbour. */
  private long middle(long whole) {
    return (long) Math.rint((whole - size) / 2.0);
  }
}
