package org.lammstream.stream.consume;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

/** Kafka's records as ours. */
final class KafkaRecords {
  private KafkaRecords() {}

  static RawRecord toRaw(ConsumerRecord<byte[], byte[]> record) {
    List<RecordHeader> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      byte[] value = header.value();
      headers.add(new RecordHeader(header.key(), value == null ? new byte[0] : value));
    }
    return new RawRecord(
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(Math.max(0, record.timestamp())),
        Optional.ofNullable(record.key()),
        Optional.ofNullable(record.value()),
        headers);
  }
}
