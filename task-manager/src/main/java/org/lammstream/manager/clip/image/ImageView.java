package org.lammstream.manager.clip.image;

/**
 * One way to look at an image.
 *
 * @param zoom how many times larger than usual the image is made before the centred square is cut
 *     out of it; finite, 1 or more, where 1 is as usual
 * @param mirrored whether left and right change places
 */
public record ImageView(double zoom, boolean mirrored) {
  /** The image as a checkpoint's preprocessor makes it. */
  public static final ImageView PLAIN = new ImageView(1, false);

  /**
   * @throws IllegalArgumentException if the zoom is out of range
   */
  public ImageView {
    if (!(zoom >= 1 && zoom < Double.POSITIVE_INFINITY)) { // NaN too
      throw new IllegalArgumentException("a zoom of " + zoom + " is not 1 or more");
    }
  }
}
