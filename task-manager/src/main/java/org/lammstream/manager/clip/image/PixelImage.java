package org.lammstream.manager.clip.image;

/**
 * The pixels the image tower takes.
 *
 * @param size width and height
 * @param chw {@code 3 * size * size} normalised values: all of red row by row, then green, then
 *     blue; not copied, must not be modified
 */
public record PixelImage(int size, float[] chw) {

  /**
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public PixelImage {
    if (size < 1 || chw.length != 3L * size * size) {
      throw new IllegalArgumentException(chw.length + " values are no image of size " + size);
    }
  }
}
