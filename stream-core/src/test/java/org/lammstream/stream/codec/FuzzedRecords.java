package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.Samples;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

/**
 * Records out of any bytes: lines {@code name:value} are headers, where the name {@code key} means
 * the record's key; then an empty line and the value. A line of {@code ====} begins the next
 * record. Without the empty line there is no value.
 */
final class FuzzedRecords {
  private FuzzedRecords() {}

  private static final long BASE_BYTES = 8 << 20;
  private static final long BYTES_PER_BYTE = 400;

  /** Reads what is to be read, or refuses it. */
  @FunctionalInterface
  interface Reading {
    void run() throws RejectedEventException;
  }

  /**
   * Whatever lies in a topic is read or refused with a reason, and few bytes cost little memory.
   * Every refusal can become a dead letter: one line, of a size that fits into a header.
   */
  static void assertReadOrRefused(byte[] bytes, Reading reading) {
    Allocation.assertAtMost(
        BASE_BYTES + BYTES_PER_BYTE * bytes.length,
        () -> {
          try {
            reading.run();
          } catch (RejectedEventException e) {
            assertThat(e.rejection().message())
                .isNotBlank()
                .doesNotContain("\n")
                .hasSizeLessThanOrEqualTo(Rejection.MAX_MESSAGE);
          }
        });
  }

  static RawRecord one(byte[] bytes) {
    return record(new String(bytes, ISO_8859_1));
  }

  static List<RawRecord> all(byte[] bytes) {
    List<RawRecord> records = new ArrayList<>();
    for (String text : new String(bytes, ISO_8859_1).split("\n====\n", 64)) {
      records.add(record(text));
    }
    return records;
  }

  private static RawRecord record(String text) {
    int end = text.indexOf("\n\n");
    String head = end < 0 ? text : text.substring(0, end);
    Optional<byte[]> value =
        end < 0 ? Optional.empty() : Optional.of(text.substring(end + 2).getBytes(ISO_8859_1));
    Optional<byte[]> key = Optional.empty();
    List<RecordHeader> headers = new ArrayList<>();
    for (String line : head.split("\n", 256)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon);
      byte[] content = line.substring(colon + 1).getBytes(ISO_8859_1);
      if (name.equals("key")) {
        key = Optional.of(content);
      } else {
        headers.add(new RecordHeader(name, content));
      }
    }
    return new RawRecord("fuzzed", 0, 0, Samples.TIME, key, value, headers);
  }
}
