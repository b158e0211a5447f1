package org.lammstream.stream;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.lammstream.stream.codec.EventStamp;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.event.Example;
import org.lammstream.stream.event.ImageFeature;
import org.lammstream.stream.event.ImageFile;
import org.lammstream.stream.event.ImageSource;
import org.lammstream.stream.event.InlineImage;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;

/** Events and records to test with. */
public final class Samples {
  /** When everything in the tests happened. */
  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  /** A digest. */
  public static final String SHA = "0123456789abcdef".repeat(4);

  private Samples() {}

  /** A small task with all three kinds of images and names beyond ASCII. */
  public static TaskEvent task(String learner, String task) {
    return new TaskEvent(
        1,
        learner,
        task,
        List.of("blå fugl", "猫"),
        List.of(
            new Example("blå fugl", new ImageFile(URI.create("file:///data/a%20b.png"))),
            new Example("猫", new InlineImage(new byte[] {1, 2, -3}))),
        List.of(new Example("猫", new ImageFeature(new float[] {0.1f, -2.5e-8f, 3f}, SHA))),
        Map.of("epochs", "5", "old", "frozen"));
  }

  /** A task with one inline image of this many random bytes. */
  public static TaskEvent large(String learner, String task, int bytes) {
    byte[] image = new byte[bytes];
    new Random(bytes).nextBytes(image);
    ImageSource source = new InlineImage(image);
    return TaskEvent.of(
        learner, task, List.of("one"), List.of(new Example("one", source)), List.of());
  }

  /** Its records, under this id, none larger than {@code maxBytes}. */
  public static List<OutgoingRecord> records(
      String topic, TaskEvent event, String id, int maxBytes) {
    return TaskEvents.toRecords(topic, event, EventStamp.of(id, TIME), maxBytes);
  }

  /** The record as if it had been read at this offset of partition 0. */
  public static RawRecord read(OutgoingRecord record, long offset) {
    return new RawRecord(
        record.topic(),
        0,
        offset,
        TIME,
        Optional.of(record.key()),
        Optional.of(record.value()),
        record.headers());
  }

  /** The records as if they had been read one after the other, from offset 0. */
  public static List<RawRecord> read(List<OutgoingRecord> records) {
    List<RawRecord> read = new ArrayList<>();
    records.forEach(record -> read.add(read(record, read.size())));
    return read;
  }
}
