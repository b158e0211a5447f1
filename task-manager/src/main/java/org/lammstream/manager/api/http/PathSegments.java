package org.lammstream.manager.api.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;

/** Percent-decoding that refuses what it does not understand, instead of guessing. */
final class PathSegments {
  private PathSegments() {}

  /**
   * The decoded segments of a raw path. An encoded slash belongs to its segment.
   *
   * @throws ProblemException for a broken escape, bytes that are no UTF-8, or a dot segment
   */
  static List<String> of(String rawPath) {
    List<String> segments =
        Arrays.stream(rawPath.substring(1).split("/", -1))
            .map(segment -> decode(segment, false))
            .toList();
    if (segments.contains(".") || segments.contains("..")) {
      throw invalid("a path with '.' or '..' in it");
    }
    return segments;
  }

  /**
   * Decodes {@code %XX}.
   *
   * @param plusIsSpace as in query parameters
   */
  static String decode(String raw, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(escaped(raw, i));
        i += 2;
      } else if (c == '+' && plusIsSpace) {
        bytes.write(' ');
      } else if (c > 0x7f) {
        throw invalid("an address with characters that are not escaped");
      } else {
        bytes.write(c);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw invalid("an address whose escapes are no UTF-8");
    }
  }

  private static int escaped(String raw, int at) {
    int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), 16) : -1;
    int low = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw invalid("an address with a broken escape");
    }
    return high << 4 | low;
  }

  private static ProblemException invalid(String what) {
    return Problem.in("path", Problem.Kind.INVALID_REQUEST, what).exception();
  }
}
