package org.lammstream.stream.codec;

import static org.lammstream.stream.codec.CloudEventRecords.malformed;
import static org.lammstream.stream.event.Rejection.Reason.MALFORMED_EVENT;
import static org.lammstream.stream.event.Rejection.Stage.ASSEMBLE;

import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.lammstream.stream.codec.TaskMessage.Part;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

/**
 * A task larger than a message, as slices of its JSON. Slicing bytes instead of examples lets a
 * single image be larger than a message, and a digest of the whole proves the assembly right.
 */
final class TaskParts {
  private static final String ASSEMBLY = "assembly";
  private static final String INDEX = "partindex";
  private static final String COUNT = "partcount";
  private static final String BYTES = "assemblybytes";
  private static final String SHA256 = "assemblysha256";
  private static final String TASK = "taskname";
  private static final int MOST_PARTS = 100_000;

  private TaskParts() {}

  static List<OutgoingRecord> split(
      String topic, TaskEvent event, EventStamp stamp, byte[] json, int maxBytes) {
    String sha256 = sha256(json);
    OutgoingRecord largestFrame =
        part(topic, event, stamp, sha256, MOST_PARTS - 1, MOST_PARTS, json.length, new byte[0]);
    long room = maxBytes - RecordSize.of(largestFrame);
    long count = room <= 0 ? Long.MAX_VALUE : (json.length + room - 1) / room;
    if (count > MOST_PARTS) {
      throw new IllegalArgumentException(
          "a task of " + json.length + " bytes does not fit into messages of " + maxBytes);
    }
    int slice = (int) room;
    List<OutgoingRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] bytes =
          Arrays.copyOfRange(json, i * slice, (int) Math.min(json.length, (i + 1L) * slice));
      records.add(part(topic, event, stamp, sha256, i, (int) count, json.length, bytes));
    }
    return records;
  }

  private static OutgoingRecord part(
      String topic,
      TaskEvent event,
      EventStamp stamp,
      String sha256,
      int index,
      int count,
      int totalBytes,
      byte[] bytes) {
    CloudEventBuilder envelope =
        TaskEvents.envelope(event, stamp, TaskEvents.PART_TYPE)
            .withId(stamp.id() + "/" + index)
            .withDataContentType("application/octet-stream")
            .withExtension(ASSEMBLY, stamp.id())
            .withExtension(INDEX, index)
            .withExtension(COUNT, count)
            .withExtension(BYTES, totalBytes)
            .withExtension(SHA256, sha256)
            .withExtension(TASK, event.task())
            .withData(bytes);
    return CloudEventRecords.write(topic, event.learner(), envelope.build());
  }

  static Part read(CloudEvent envelope, RawRecord record) throws RejectedEventException {
    String learner = envelope.getSubject();
    if (learner == null) {
      throw malformed("a part without a subject");
    }
    String assembly = text(envelope, ASSEMBLY);
    int count = number(envelope, COUNT, 1, MOST_PARTS);
    int index = number(envelope, INDEX, 0, count - 1);
    byte[] bytes = CloudEventRecords.data(envelope);
    int total = number(envelope, BYTES, bytes.length, Integer.MAX_VALUE);
    return new Part(
        assembly,
        CloudEventRecords.time(envelope, record),
        learner,
        text(envelope, TASK),
        index,
        count,
        total,
        text(envelope, SHA256),
        bytes);
  }

  private static String text(CloudEvent envelope, String name) throws RejectedEventException {
    Object value = envelope.getExtension(name);
    if (value == null) {
      throw malformed("a part without ce_" + name);
    }
    String text = value.toString();
    if (text.isBlank() || text.length() > EventStamp.MAX_ID) {
      throw malformed("ce_" + name + " is blank or too long");
    }
    return text;
  }

  private static int number(CloudEvent envelope, String name, int least, int most)
      throws RejectedEventException {
    String text = text(envelope, name);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw malformed("ce_" + name + " is no number: " + text);
    }
    throw malformed("ce_" + name + " is " + text + ", not in " + least + ".." + most);
  }

  static byte[] join(List<Part> parts) throws RejectedEventException {
    Part first = parts.get(0);
    long total = parts.stream().mapToLong(part -> part.bytes().length).sum();
    if (parts.size() != first.count() || total != first.totalBytes()) {
      throw broken("announced " + first.totalBytes() + " bytes, got " + total);
    }
    byte[] json = new byte[(int) total];
    int at = 0;
    for (Part part : parts) {
      System.arraycopy(part.bytes(), 0, json, at, part.bytes().length);
      at += part.bytes().length;
    }
    if (!sha256(json).equals(first.sha256())) {
      throw broken("the assembled bytes differ from the announced SHA-256");
    }
    return json;
  }

  private static RejectedEventException broken(String what) {
    return new RejectedEventException(MALFORMED_EVENT, ASSEMBLE, what);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
