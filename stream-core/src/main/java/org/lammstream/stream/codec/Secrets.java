package org.lammstream.stream.codec;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of texts that are written into topics what must not be read by everybody. */
final class Secrets {
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?:password|passwd|secret|token(?!s)|api-?key|credential|authorization)[\\w.-]{0,40}"
              + "\"?\\s*[=:]\\s*)(?:(?:bearer|basic)\\s+)?(?:\"[^\"]*\"?|'[^']*'?|[^\\s,;}]+)");

  private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^/\\s@]{1,200}@");

  private static final int LONGEST = 4000;

  private Secrets() {}

  /** The text in one line with what looks like a secret hidden; empty for a blank one. */
  static Optional<String> hide(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    // Cut first: a text from outside may be of any length.
    String line =
        text.substring(0, Math.min(text.length(), LONGEST))
            .strip()
            .replaceAll("[\\s\\p{Cntrl}]+", " ");
    String hidden = NAMED.matcher(line).replaceAll("$1***");
    return Optional.of(USER_INFO.matcher(hidden).replaceAll("***@"));
  }
}
