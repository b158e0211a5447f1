package org.lammstream.stream.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.lammstream.stream.codec.CloudEventRecords.malformed;

import io.cloudevents.CloudEvent;
import java.net.URI;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.StatusEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.Topics;

/** Status events, which travel in the results topic, to Kafka records and back. Thread-safe. */
public final class StatusEvents {
  /** CloudEvents type. */
  public static final String TYPE = "org.lammstream.status.v1";

  private static final String TYPE_HEADER = "ce_type";
  private static final URI SCHEMA = URI.create("urn:lammstream:schema:status-event:1");
  private static final JsonFormat<StatusEvent> JSON =
      new JsonFormat<>(
          StatusEvent.class, StatusEvent.SCHEMA_VERSION, "/schema/status-event-1.json", false);

  private StatusEvents() {}

  /** The record of a status event. */
  public static OutgoingRecord toRecord(Topics topics, StatusEvent event, EventStamp stamp) {
    return CloudEventRecords.json(
        topics.results(), event.learner(), TYPE, SCHEMA, stamp, JSON.write(event));
  }

  /** Whether a record says of itself that it is a status event, of whatever version. */
  public static boolean isStatus(RawRecord record) {
    return record.headers().stream()
        .filter(header -> header.name().equals(TYPE_HEADER))
        .anyMatch(header -> new String(header.value(), UTF_8).startsWith("org.lammstream.status."));
  }

  /**
   * Reads a record of the results topic. Unknown fields are ignored.
   *
   * @throws RejectedEventException if it is no status event of a version known here
   */
  public static StatusMessage read(RawRecord record) throws RejectedEventException {
    CloudEvent envelope = CloudEventRecords.read(record);
    if (!envelope.getType().equals(TYPE)) {
      throw malformed("event type " + envelope.getType() + " is no status");
    }
    StatusEvent event = JSON.read(CloudEventRecords.data(envelope));
    CloudEventRecords.checkKey(record, event.learner());
    return new StatusMessage(CloudEventRecords.time(envelope, record), event);
  }
}
