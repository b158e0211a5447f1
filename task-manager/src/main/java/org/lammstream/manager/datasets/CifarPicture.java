package org.lammstream.manager.datasets;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * The records of CIFAR-100's binary files: a coarse label, a fine label, then 32 x 32 red, green
 * and blue values.
 */
final class CifarPicture {
  static final int LABEL_BYTES = 2;
  static final int SIDE = 32;
  static final int PLANE = SIDE * SIDE;
  static final int RECORD_BYTES = LABEL_BYTES + 3 * PLANE;

  private CifarPicture() {}

  /** One record's picture as a PNG file. */
  static byte[] png(Path file, int index) throws IOException {
    ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      channel.position((long) index * RECORD_BYTES);
      while (record.hasRemaining()) {
        if (channel.read(record) < 0) {
          throw new EOFException(file + ": ends before record " + index + " is complete");
        }
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    if (!ImageIO.write(image(record.array()), "png", png)) {
      throw new IOException("this JVM writes no PNG");
    }
    return png.toByteArray();
  }

  private static BufferedImage image(byte[] record) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < PLANE; i++) {
      int red = record[LABEL_BYTES + i] & 0xff;
      int green = record[LABEL_BYTES + PLANE + i] & 0xff;
      int blue = record[LABEL_BYTES + 2 * PLANE + i] & 0xff;
      image.setRGB(i % SIDE, i / SIDE, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
