package org.lammstream.store.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Lines of JSON on a channel. Used by one thread. */
final class Wire {

  /** Longest request; a path is at most 4 KiB. */
  static final int LONGEST_REQUEST = 64 * 1024;

  /** Longest answer; it lists version numbers. */
  static final int LONGEST_ANSWER = 16 * 1024 * 1024;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final ByteBuffer received = ByteBuffer.allocate(8 * 1024).flip();

  /** A line could not be read as what it should be; the message says why. */
  static final class MalformedLineException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedLineException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  static void write(WritableByteChannel channel, Object value) throws IOException {
    byte[] json = MAPPER.writeValueAsBytes(value);
    ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
    while (line.hasRemaining()) {
      channel.write(line);
    }
  }

  /**
   * Reads the next line.
   *
   * @param longest how many bytes it may have
   * @throws EOFException if the channel ends before the line does
   * @throws MalformedLineException if the line is too long, is no JSON, or has another shape
   */
  <T> T read(ReadableByteChannel channel, Class<T> type, int longest) throws IOException {
    byte[] line = readLine(channel, longest);
    @Nullable T value;
    try {
      value = MAPPER.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new MalformedLineException(e.getOriginalMessage(), e);
    }
    if (value == null) {
      throw new MalformedLineException("it is null", null);
    }
    return value;
  }

  private byte[] readLine(ReadableByteChannel channel, int longest) throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    while (true) {
      while (received.hasRemaining()) {
        byte next = received.get();
        if (next == '\n') {
          return Arrays.copyOf(line, length);
        }
        if (length == longest) {
          throw new MalformedLineException("it has more than " + longest + " bytes", null);
        }
        if (length == line.length) {
          line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = next;
      }
      received.clear();
      int count = channel.read(received);
      received.flip();
      if (count < 0) {
        throw new EOFException("the connection ended after " + length + " bytes of a line");
      }
    }
  }
}
