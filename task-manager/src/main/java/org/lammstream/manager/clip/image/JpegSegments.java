package org.lammstream.manager.clip.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What has to be known about a JPEG file before it is decoded.
 *
 * @param components colour components; 4 is CMYK, which ImageIO decodes only to raw values
 * @param ycck whether the four components are stored as YCbCr and black
 * @param decodable the file without colour profiles, by which ImageIO would convert the colours;
 *     Pillow does not
 */
record JpegSegments(int components, boolean ycck, byte[] decodable) {

  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int FILL = 0xff;
  private static final int APP2 = 0xe2;
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;
  private static final int TRANSFORM_YCCK = 2;

  /** Reads the segments up to the first scan; anything odd is left for the decoder to refuse. */
  static JpegSegments of(byte[] file) {
    int components = 0;
    boolean ycck = false;
    ByteArrayOutputStream kept = new ByteArrayOutputStream(file.length);
    int keptUntil = 0;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == FILL) {
        at++;
        continue;
      }
      int body = at + 4;
      int next = at + 2 + ((file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff));
      if (marker == START_OF_SCAN || next < body || next > file.length) {
        break;
      }
      if (isFrame(marker) && next - body >= 6) {
        components = file[body + 5] & 0xff;
      } else if (marker == APP14 && isAdobe(file, body, next)) {
        ycck = file[body + 11] == TRANSFORM_YCCK;
      } else if (marker == APP2) {
        kept.write(file, keptUntil, at - keptUntil);
        keptUntil = next;
      }
      at = next;
    }
    if (keptUntil == 0) {
      return new JpegSegments(components, ycck, file);
    }
    kept.write(file, keptUntil, file.length - keptUntil);
    return new JpegSegments(components, ycck, kept.toByteArray());
  }

  /** SOF0 to SOF15; among them lie the markers of Huffman and arithmetic tables and JPG. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  private static boolean isAdobe(byte[] file, int body, int next) {
    return next - body >= 12
        && Arrays.equals(file, body, body + ADOBE.length, ADOBE, 0, ADOBE.length);
  }
}
