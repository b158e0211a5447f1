package org.lammstream.stream.codec;

import static org.lammstream.stream.codec.CloudEventRecords.malformed;
import static org.lammstream.stream.event.Rejection.Reason.UNSUPPORTED_SCHEMA;
import static org.lammstream.stream.event.Rejection.Stage.DECODE;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.codec.TaskMessage.Whole;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

/** Task events to Kafka records and back. Thread-safe. */
public final class TaskEvents {
  /** CloudEvents type of a task in one record. */
  public static final String TYPE = "org.lammstream.task.v1";

  /** CloudEvents type of a part of a task. */
  public static final String PART_TYPE = "org.lammstream.task.part.v1";

  private static final String FAMILY = "org.lammstream.task.";
  private static final URI SCHEMA = URI.create("urn:lammstream:schema:task-event:1");
  private static final JsonFormat<TaskEvent> JSON =
      new JsonFormat<>(
          TaskEvent.class, TaskEvent.SCHEMA_VERSION, "/schema/task-event-1.json", true);

  private TaskEvents() {}

  /** The event's JSON, UTF-8. The same event always gives the same bytes. */
  public static byte[] toJson(TaskEvent event) {
    return JSON.write(event);
  }

  /**
   * The event of this JSON, checked against the JSON Schema.
   *
   * @throws RejectedEventException if it is no task event
   */
  public static TaskEvent fromJson(byte[] json) throws RejectedEventException {
    return JSON.read(json);
  }

  /**
   * The records of a task: one, or several parts if one would be larger than {@code maxBytes}.
   *
   * @param maxBytes most bytes of a record, key and headers included
   * @throws IllegalArgumentException if {@code maxBytes} leaves no room beside the headers
   */
  public static List<OutgoingRecord> toRecords(
      String topic, TaskEvent event, EventStamp stamp, int maxBytes) {
    byte[] json = toJson(event);
    CloudEvent whole =
        envelope(event, stamp, TYPE)
            .withId(stamp.id())
            .withDataContentType("application/json")
            .withDataSchema(SCHEMA)
            .withData(json)
            .build();
    OutgoingRecord record = CloudEventRecords.write(topic, event.learner(), whole);
    return RecordSize.of(record) <= maxBytes
        ? List.of(record)
        : TaskParts.split(topic, event, stamp, json, maxBytes);
  }

  static CloudEventBuilder envelope(TaskEvent event, EventStamp stamp, String type) {
    return CloudEventBuilder.v1()
        .withSource(stamp.source())
        .withType(type)
        .withSubject(event.learner())
        .withTime(stamp.time().atOffset(ZoneOffset.UTC));
  }

  /**
   * Reads a record of the task topic.
   *
   * @throws RejectedEventException if it is neither a task nor a part of one
   */
  public static TaskMessage read(RawRecord record) throws RejectedEventException {
    CloudEvent envelope = CloudEventRecords.read(record);
    String type = envelope.getType();
    if (type.equals(PART_TYPE)) {
      Part part = TaskParts.read(envelope, record);
      CloudEventRecords.checkKey(record, part.learner());
      return part;
    }
    if (!type.equals(TYPE)) {
      throw type.startsWith(FAMILY)
          ? new RejectedEventException(
              UNSUPPORTED_SCHEMA,
              DECODE,
              "event type " + type + " is not known here; known are " + TYPE + " and " + PART_TYPE)
          : malformed("event type " + type + " is no task");
    }
    checkContentType(Optional.ofNullable(envelope.getDataContentType()));
    TaskEvent event = fromJson(CloudEventRecords.data(envelope));
    CloudEventRecords.checkKey(record, event.learner());
    return new Whole(envelope.getId(), CloudEventRecords.time(envelope, record), event);
  }

  private static void checkContentType(Optional<String> stated) throws RejectedEventException {
    String type = stated.orElse("application/json").toLowerCase(Locale.ROOT);
    if (!type.startsWith("application/json")) {
      throw malformed("content type " + type + " where application/json is expected");
    }
  }

  /**
   * Puts the parts of one task together.
   *
   * @param parts all of them, by index
   * @throws RejectedEventException if they do not give the announced bytes, or no task event
   */
  public static TaskEvent join(List<Part> parts) throws RejectedEventException {
    TaskEvent event = fromJson(TaskParts.join(parts));
    if (!event.learner().equals(parts.get(0).learner())) {
      throw malformed("the parts are keyed '" + parts.get(0).learner() + "', the task is not");
    }
    return event;
  }
}
