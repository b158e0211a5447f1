package org.lammstream.manager.metrics;

import java.util.Locale;

/** Constants as values of tags. */
final class Names {
  private Names() {}

  /** {@code UNREADABLE_IMAGE} becomes {@code unreadable_image}. */
  static String tag(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
