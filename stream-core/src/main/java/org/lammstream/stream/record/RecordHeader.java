package org.lammstream.stream.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Objects;

/**
 * One header of a Kafka record.
 *
 * @param name header name; Kafka allows several headers of the same name
 * @param value raw bytes, not copied and not to be modified; empty where Kafka held a null
 */
public record RecordHeader(String name, byte[] value) {
  /** Rejects nulls. */
  public RecordHeader {
    Objects.requireNonNull(name);
    Objects.requireNonNull(value);
  }

  /** A header whose value is the text in UTF-8. */
  public static RecordHeader text(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  /** The value read as UTF-8. */
  public String text() {
    return new String(value, UTF_8);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordHeader that
        && name.equals(that.name)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "=" + text();
  }
}
