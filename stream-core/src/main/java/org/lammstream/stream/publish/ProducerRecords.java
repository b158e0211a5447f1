package org.lammstream.stream.publish;

import java.util.OptionalInt;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.lammstream.stream.record.OutgoingRecord;

/** Our records as Kafka's. */
final class ProducerRecords {
  private ProducerRecords() {}

  static ProducerRecord<byte[], byte[]> of(OutgoingRecord record) {
    return of(record, OptionalInt.empty());
  }

  /** For a partition, or for that which the key decides. */
  static ProducerRecord<byte[], byte[]> of(OutgoingRecord record, OptionalInt partition) {
    return of(record, partition, record.key(), record.value());
  }

  /** With another key and value, which may be nulls on purpose. */
  static ProducerRecord<byte[], byte[]> of(
      OutgoingRecord record,
      OptionalInt partition,
      byte @Nullable [] key,
      byte @Nullable [] value) {
    Integer number = partition.isPresent() ? partition.getAsInt() : null;
    ProducerRecord<byte[], byte[]> kafka = new ProducerRecord<>(record.topic(), number, key, value);
    record.headers().forEach(header -> kafka.headers().add(header.name(), header.value()));
    return kafka;
  }
}
