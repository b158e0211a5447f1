package org.lammstream.manager.worker;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an HTTP/1.1 server answered to a GET, read with limits. Everything in it is somebody else's.
 *
 * @param status three digits
 * @param body empty unless the status is 200
 */
record HttpAnswer(int status, byte[] body) {
  private static final int MOST_HEAD_BYTES = 64 << 10;
  private static final int MOST_LINE_BYTES = 16 << 10;

  /** The answer, or its body, is larger than allowed. */
  static final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int limit) {
      super("more than " + limit + " bytes");
    }
  }

  /**
   * Reads an answer.
   *
   * @param limit most bytes of the body
   * @throws TooLargeException if the body has more
   * @throws IOException if the answer ends early or is no HTTP
   */
  static HttpAnswer read(InputStream in, int limit) throws IOException {
    Head head = new Head(in);
    int status = status(head.line());
    while (status >= 100 && status < 200) { // "wait", which nobody asked for
      head.headers();
      status = status(head.line());
    }
    Map<String, String> headers = head.headers();
    return new HttpAnswer(status, status == 200 ? body(head, headers, limit) : new byte[0]);
  }

  private static int status(String line) throws IOException {
    if (!line.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
      throw new IOException("no HTTP/1.1 answer");
    }
    return Integer.parseInt(line, 9, 12, 10);
  }

  private static byte[] body(Head head, Map<String, String> headers, int limit) throws IOException {
    if (!headers.getOrDefault("content-encoding", "identity").equalsIgnoreCase("identity")) {
      throw new IOException("a compressed answer, which was not asked for");
    }
    Optional<String> transfer = Optional.ofNullable(headers.get("transfer-encoding"));
    if (transfer.isPresent()) {
      if (!transfer.get().equalsIgnoreCase("chunked")) {
        throw new IOException("an unknown transfer encoding");
      }
      return chunks(head, limit);
    }
    String length = headers.get("content-length");
    if (length == null) {
      byte[] body = head.in.readNBytes(limit + 1);
      return checked(body, limit);
    }
    if (!length.matches("[0-9]{1,18}")) {
      throw new IOException("no length of the content");
    }
    long bytes = Long.parseLong(length);
    if (bytes > limit) {
      throw new TooLargeException(limit);
    }
    return exactly(head.in, (int) bytes);
  }

  private static byte[] chunks(Head head, int limit) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String size = head.chunkLine().replaceFirst("\\s*;.*", "").strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) {
        throw new IOException("no chunk of an answer");
      }
      int bytes = Integer.parseInt(size, 16);
      if (bytes == 0) {
        return body.toByteArray(); // what may follow are trailers, and the connection ends here
      }
      if (bytes > limit - body.size()) {
        throw new TooLargeException(limit);
      }
      body.write(exactly(head.in, bytes));
      if (!head.chunkLine().isEmpty()) {
        throw new IOException("no end of a chunk");
      }
    }
  }

  private static byte[] exactly(InputStream in, int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException("the answer ends early");
    }
    return read;
  }

  private static byte[] checked(byte[] body, int limit) throws TooLargeException {
    if (body.length > limit) {
      throw new TooLargeException(limit);
    }
    return body;
  }

  /** Lines in front of and between the content. */
  private static final class Head {
    private final InputStream in;
    private int left = MOST_HEAD_BYTES;

    Head(InputStream in) {
      this.in = in;
    }

    /** By name in lower case; of a header that comes twice, both. */
    Map<String, String> headers() throws IOException {
      Map<String, String> headers = new HashMap<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        int colon = line.indexOf(':');
        if (colon < 1) {
          throw new IOException("no header of an answer");
        }
        headers.merge(
            line.substring(0, colon).toLowerCase(Locale.ROOT),
            line.substring(colon + 1).strip(),
            (first, second) -> first + ", " + second);
      }
      return headers;
    }

    /** A line that is not counted: there may be as many as there are chunks. */
    String chunkLine() throws IOException {
      left = MOST_LINE_BYTES;
      return line();
    }

    String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("the answer ends early");
        }
        if (--left < 0) {
          throw new IOException("the answer's head is too long");
        }
        line.append((char) next);
      }
      left--;
      int end = line.length() - 1;
      if (end >= 0 && line.charAt(end) == '\r') {
        line.setLength(end);
      }
      return line.toString();
    }
  }

  /** The request that such an answer is for. */
  static byte[] request(String host, String target) {
    return String.join(
            "\r\n",
            "GET " + target + " HTTP/1.1",
            "Host: " + host,
            "User-Agent: lamm",
            "Accept: image/*",
            "Accept-Encoding: identity",
            "Connection: close",
            "",
            "")
        .getBytes(ISO_8859_1);
  }
}
