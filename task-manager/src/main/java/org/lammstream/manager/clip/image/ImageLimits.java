package org.lammstream.manager.clip.image;

/**
 * How large an image may be.
 *
 * @param maxBytes of the encoded file
 * @param maxPixels width times height, checked before anything is decoded; decoding takes 3 to 8
 *     bytes of heap per pixel
 */
public record ImageLimits(long maxBytes, long maxPixels) {

  /** 64 MiB and 50 million pixels. */
  public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 50_000_000);

  /**
   * @throws IllegalArgumentException if a limit is not positive
   */
  public ImageLimits {
    if (maxBytes < 1 || maxPixels < 1) {
      throw new IllegalArgumentException("image limits must be positive");
    }
  }
}
