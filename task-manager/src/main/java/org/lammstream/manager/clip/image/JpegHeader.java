package org.lammstream.manager.clip.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What has to be known about a JPEG file before a decoder is chosen.
 *
 * @param components colour components; 4 is CMYK, which ImageIO decodes only to raw values
 * @param ycck whether the four components are stored as YCbCr and black
 */
record JpegHeader(int components, boolean ycck) {

  private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);
  private static final int APP14 = 0xee;
  private static final int START_OF_SCAN = 0xda;
  private static final int YCCK = 2;

  /** Reads the markers up to the first scan; anything odd is left for the decoder to refuse. */
  static JpegHeader of(byte[] file) {
    int components = 0;
    boolean ycck = false;
    int at = 2;
    while (at + 4 <= file.length && (file[at] & 0xff) == 0xff) {
      int marker = file[at + 1] & 0xff;
      if (marker == 0xff) {
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
      }
      if (marker == APP14
          && next - body >= 12
          && Arrays.equals(file, body, body + ADOBE.length, ADOBE, 0, ADOBE.length)) {
        ycck = file[body + 11] == YCCK;
      }
      at = next;
    }
    return new JpegHeader(components, ycck);
  }

  /** SOF0 to SOF15 without the Huffman, reserved and arithmetic table markers among them. */
  private static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }
}
