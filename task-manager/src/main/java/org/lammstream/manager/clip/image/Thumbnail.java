package org.lammstream.manager.clip.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Small copies of images, for people to look at. */
public final class Thumbnail {
  private static final int CHANNELS = 3;
  private static final float QUALITY = 0.85f;

  private Thumbnail() {}

  /**
   * A JPEG file of the whole image in its own proportions; a smaller image stays as large as it is.
   *
   * @param side most pixels of the longer side
   * @throws ImageRejectedException if its proportions are absurd
   */
  public static byte[] jpeg(RgbImage image, int side) {
    int longer = Math.max(image.width(), image.height());
    RgbImage small =
        longer <= side
            ? image
            : PillowResize.whole(
                image, scaled(image.width(), side, longer), scaled(image.height(), side, longer));
    return encode(small);
  }

  private static int scaled(int length, int side, int longer) {
    return (int) Math.max(1, Math.round((double) length * side / longer));
  }

  private static byte[] encode(RgbImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int i = 0; i < image.width() * image.height(); i++) {
      int at = i * CHANNELS;
      int colour = (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | (rgb[at + 2] & 0xff);
      picture.setRGB(i % image.width(), i / image.width(), colour);
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
      ImageWriteParam how = writer.getDefaultWriteParam();
      how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      how.setCompressionQuality(QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), how);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory: does not happen
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }
}
