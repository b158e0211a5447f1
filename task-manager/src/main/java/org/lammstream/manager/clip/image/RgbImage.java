package org.lammstream.manager.clip.image;

/**
 * A decoded image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb {@code height * width * 3} bytes, row by row, red green blue, each 0..255 unsigned;
 *     not copied, must not be modified
 */
public record RgbImage(int width, int height, byte[] rgb) {

  /**
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no " + width + "x" + height + " RGB image");
    }
  }
}
