package org.lammstream.stream.sequence;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines of bytes with their place in a file, none longer than a limit. Not thread-safe. */
final class LineReader {
  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int filled;
  private long offset;
  private int number;

  LineReader(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param offset of its first byte
   * @param bytes without the line end
   * @param whole whether there was a line end
   */
  record Line(int number, long offset, byte[] bytes, boolean whole) {}

  /** A line is longer than the limit. */
  static final class LongLineException extends IOException {
    private static final long serialVersionUID = 1L;

    LongLineException(int line, int longest) {
      super("line %d has more than %d bytes".formatted(line, longest));
    }
  }

  /** The next line; empty at the end of the file. */
  Optional<Line> next() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long from = offset;
    boolean any = false;
    while (fill()) {
      if (!any) {
        number++;
        any = true;
      }
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      if ((long) bytes.size() + (end - at) > longest) {
        throw new LongLineException(number, longest);
      }
      bytes.write(buffer, at, end - at);
      boolean whole = end < filled;
      int taken = end - at + (whole ? 1 : 0);
      at += taken;
      offset += taken;
      if (whole) {
        return Optional.of(new Line(number, from, bytes.toByteArray(), true));
      }
    }
    return any ? Optional.of(new Line(number, from, bytes.toByteArray(), false)) : Optional.empty();
  }

  private boolean fill() throws IOException {
    if (at == filled) {
      at = 0;
      filled = Math.max(0, in.read(buffer));
    }
    return filled > 0;
  }
}
