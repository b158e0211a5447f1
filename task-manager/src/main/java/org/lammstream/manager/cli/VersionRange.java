package org.lammstream.manager.cli;

import java.util.Optional;

/**
 * The value of {@code --versions}.
 *
 * @param first what the first version is called; empty for that of the whole history
 * @param last what the last version is called; empty for the head
 */
record VersionRange(Optional<String> first, Optional<String> last) {
  private static final String DOTS = "..";

  /** Reads {@code A..B}, {@code A..}, {@code ..B}, {@code ..} or {@code B}. */
  static VersionRange parse(String text) {
    int dots = text.indexOf(DOTS);
    return dots < 0
        ? new VersionRange(Optional.empty(), word(text))
        : new VersionRange(
            word(text.substring(0, dots)), word(text.substring(dots + DOTS.length())));
  }

  private static Optional<String> word(String text) {
    return Optional.of(text.strip()).filter(word -> !word.isEmpty());
  }
}
