package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RecordHeader;

/** Upper bound of the bytes that a record takes in a batch of its own. */
final class RecordSize {
  private static final int BATCH_AND_RECORD = 61 + 5 * 7;
  private static final int PER_HEADER = 2 * 5;

  private RecordSize() {}

  static long of(OutgoingRecord record) {
    long bytes = BATCH_AND_RECORD + (long) record.key().length + record.value().length;
    for (RecordHeader header : record.headers()) {
      bytes += PER_HEADER + header.name().getBytes(UTF_8).length + (long) header.value().length;
    }
    return bytes;
  }
}
