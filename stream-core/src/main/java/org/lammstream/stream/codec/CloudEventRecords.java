package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Stage.DECODE;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.message.Encoding;
import io.cloudevents.core.message.MessageReader;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

/** CloudEvents 1.0 in Kafka's binary mode: attributes in {@code ce_} headers, data as the value. */
final class CloudEventRecords {
  private CloudEventRecords() {}

  /** A record of JSON about a learner, which is also the key. */
  static OutgoingRecord json(
      String topic, String learner, String type, URI schema, EventStamp stamp, byte[] data) {
    return write(
        topic,
        learner,
        CloudEventBuilder.v1()
            .withId(stamp.id())
            .withSource(stamp.source())
            .withType(type)
            .withSubject(learner)
            .withTime(stamp.time().atOffset(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .withDataSchema(schema)
            .withData(data)
            .build());
  }

  static OutgoingRecord write(String topic, String key, CloudEvent event) {
    ProducerRecord<byte[], byte[]> written =
        KafkaMessageFactory.<byte[]>createWriter(topic, key.getBytes(UTF_8)).writeBinary(event);
    List<RecordHeader> headers = new ArrayList<>();
    for (Header header : written.headers()) {
      headers.add(new RecordHeader(header.key(), header.value()));
    }
    return new OutgoingRecord(topic, written.key(), written.value(), headers);
  }

  /** The event; it has data, a usable id and a subject that equals the record's key. */
  static CloudEvent read(RawRecord record) throws RejectedEventException {
    byte[] value = record.value().orElseThrow(() -> malformed("the record has no value"));
    RecordHeaders headers = new RecordHeaders();
    record.headers().forEach(header -> headers.add(header.name(), header.value()));
    CloudEvent event = read(headers, value);
    if (event.getSpecVersion() != SpecVersion.V1) {
      throw malformed("CloudEvents " + event.getSpecVersion() + " where 1.0 is expected");
    }
    if (event.getId().isBlank() || event.getId().length() > EventStamp.MAX_ID) {
      throw malformed("the CloudEvents id is blank or too long");
    }
    return event;
  }

  private static CloudEvent read(RecordHeaders headers, byte[] value)
      throws RejectedEventException {
    try {
      MessageReader reader = KafkaMessageFactory.createReader(headers, value);
      if (reader.getEncoding() != Encoding.BINARY) {
        throw malformed("no CloudEvent in binary mode (headers ce_id, ce_source, ce_type, ...)");
      }
      return reader.toEvent();
    } catch (RuntimeException e) {
      // The library reports bad headers with several kinds of unchecked exceptions.
      throw new RejectedEventException(
          new Rejection(MALFORMED_EVENT, DECODE, "no CloudEvent: " + e.getMessage()), e);
    }
  }

  static byte[] data(CloudEvent event) throws RejectedEventException {
    CloudEventData data = event.getData();
    if (data == null) {
      throw malformed("the CloudEvent has no data");
    }
    return data.toBytes();
  }

  static Instant time(CloudEvent event, RawRecord record) {
    OffsetDateTime time = event.getTime();
    return time == null ? record.timestamp() : time.toInstant();
  }

  /** The key decides the partition and so the order of a learner's tasks: it has to be right. */
  static void checkKey(RawRecord record, String learner) throws RejectedEventException {
    Optional<String> key = record.key().map(bytes -> new String(bytes, UTF_8));
    if (!key.equals(Optional.of(learner))) {
      throw malformed(
          "the Kafka key is "
              + key.map(text -> "'" + text + "'").orElse("missing")
              + " but the learner is '"
              + learner
              + "'");
    }
  }

  static RejectedEventException malformed(String message) {
    return new RejectedEventException(MALFORMED_EVENT, DECODE, message);
  }
}
