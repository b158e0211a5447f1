package org.lammstream.manager.clip.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Image formats, told by their first bytes; a file's name says nothing reliable. */
enum ImageFormat {
  JPEG(true, "\u00ff\u00d8\u00ff"),
  PNG(true, "\u0089PNG\r\n\u001a\n"),
  GIF(true, "GIF8[79]a"),
  BMP(true, "BM"),
  WEBP(false, "RIFF....WEBP"),
  TIFF(false, "II\\*\0|MM\0\\*"),
  HEIF(false, "....ftyp(heic|heix|mif1)"),
  AVIF(false, "....ftypavif"),
  JPEG_2000(false, "\0\0\0\fjP  "),
  PSD(false, "8BPS");

  private static final int HEAD_BYTES = 12;

  private final boolean supported;
  private final Pattern signature;

  ImageFormat(boolean supported, String signature) {
    this.supported = supported;
    this.signature = Pattern.compile(signature, Pattern.DOTALL);
  }

  /** Whether we decode it. */
  boolean supported() {
    return supported;
  }

  static Optional<ImageFormat> sniff(byte[] bytes) {
    int length = Math.min(bytes.length, HEAD_BYTES);
    String head = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    return Arrays.stream(values()).filter(f -> f.signature.matcher(head).lookingAt()).findFirst();
  }
}
