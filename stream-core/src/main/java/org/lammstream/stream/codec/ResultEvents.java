package org.lammstream.stream.codec;

import static org.lammstream.stream.codec.CloudEventRecords.malformed;
import static org.lammstream.stream.event.Rejection.Reason.UNSUPPORTED_SCHEMA;
import static org.lammstream.stream.event.Rejection.Stage.DECODE;

import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Instant;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.topic.Topics;

/** Result events to Kafka records and back. Thread-safe. */
public final class ResultEvents {
  /** CloudEvents type. */
  public static final String TYPE = "org.lammstream.result.v1";

  private static final String FAMILY = "org.lammstream.result.";
  private static final URI SCHEMA = URI.create("urn:lammstream:schema:result-event:1");
  private static final JsonFormat<ResultEvent> JSON =
      new JsonFormat<>(
          ResultEvent.class, ResultEvent.SCHEMA_VERSION, "/schema/result-event-1.json", false);

  private ResultEvents() {}

  /** The event's JSON, UTF-8. The same event always gives the same bytes. */
  public static byte[] toJson(ResultEvent event) {
    return JSON.write(event);
  }

  /**
   * The event of this JSON, checked against the JSON Schema. Unknown fields are ignored, so that
   * newer workers may tell more.
   *
   * @throws RejectedEventException if it is no result event
   */
  public static ResultEvent fromJson(byte[] json) throws RejectedEventException {
    return JSON.read(json);
  }

  /** The record of a result, with the default source. */
  public static OutgoingRecord toRecord(Topics topics, ResultEvent event, String id, Instant time) {
    return toRecord(topics, event, EventStamp.of(id, time));
  }

  /** The record of a result. */
  public static OutgoingRecord toRecord(Topics topics, ResultEvent event, EventStamp stamp) {
    return CloudEventRecords.json(
        topics.results(), event.learner(), TYPE, SCHEMA, stamp, toJson(event));
  }

  /**
   * Reads a record of the result topic.
   *
   * @throws RejectedEventException if it is no result
   */
  public static ResultMessage read(RawRecord record) throws RejectedEventException {
    CloudEvent envelope = CloudEventRecords.read(record);
    String type = envelope.getType();
    if (!type.equals(TYPE)) {
      throw type.startsWith(FAMILY)
          ? new RejectedEventException(
              UNSUPPORTED_SCHEMA,
              DECODE,
              "event type " + type + " is not known here; known is " + TYPE)
          : malformed("event type " + type + " is no result");
    }
    ResultEvent event = fromJson(CloudEventRecords.data(envelope));
    CloudEventRecords.checkKey(record, event.learner());
    return new ResultMessage(envelope.getId(), CloudEventRecords.time(envelope, record), event);
  }
}
