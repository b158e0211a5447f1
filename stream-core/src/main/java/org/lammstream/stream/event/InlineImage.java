package org.lammstream.stream.event;

import java.util.Arrays;
import java.util.Objects;

/**
 * An encoded image inside the event; base64 in JSON.
 *
 * @param bytes the file's bytes (PNG, JPEG, ...); not copied and not to be modified
 */
public record InlineImage(byte[] bytes) implements ImageSource {
  /** Rejects nulls. */
  public InlineImage {
    Objects.requireNonNull(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InlineImage that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "InlineImage[" + bytes.length + " bytes]";
  }
}
