package org.lammstream.manager.clip.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.lammstream.manager.clip.image.ImageRejectedException.Kind;

/** What has to be known about a BMP file before it is decoded. */
final class BmpHeader {
  private static final int HEADER_SIZE = 14;
  private static final int COMPRESSION = 30;
  private static final int IMAGE_BYTES = 34;
  private static final int END = 38;

  /** Since this version the header holds compression and size; the older has neither. */
  private static final int WINDOWS_3 = 40;

  private static final int RLE8 = 1;
  private static final int RLE4 = 2;
  private static final int BIT_FIELDS = 3;

  private BmpHeader() {}

  /**
   * Refuses what ImageIO would believe: it makes an array of whatever size a compressed image
   * states. Other formats inside of a BMP are for printers; Pillow does not know them either.
   *
   * @throws ImageRejectedException if the image cannot be of this file
   */
  static void check(byte[] file) {
    ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < END || Integer.compareUnsigned(header.getInt(HEADER_SIZE), WINDOWS_3) < 0) {
      return;
    }
    int compression = header.getInt(COMPRESSION);
    if (Integer.compareUnsigned(compression, BIT_FIELDS) > 0) {
      throw new ImageRejectedException(
          Kind.UNREADABLE,
          "BMP images of compression "
              + Integer.toUnsignedString(compression)
              + " are not supported");
    }
    boolean runs = compression == RLE8 || compression == RLE4;
    if (runs && Integer.compareUnsigned(header.getInt(IMAGE_BYTES), file.length) > 0) {
      throw new ImageRejectedException(Kind.UNREADABLE, "truncated BMP image");
    }
  }
}
