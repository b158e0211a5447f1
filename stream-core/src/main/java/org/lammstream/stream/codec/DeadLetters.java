package org.lammstream.stream.codec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;
import org.lammstream.stream.topic.Topics;

/** Refused records as records of the dead-letter topic: original bytes plus reason headers. */
public final class DeadLetters {
  /** A {@link Rejection.Stage} by name. */
  public static final String STAGE = "lamm_stage";

  /** A {@link Rejection.Reason} by name. */
  public static final String REASON = "lamm_reason";

  /** One line for people. */
  public static final String MESSAGE = "lamm_message";

  /** Class name of the exception; absent where there was none. */
  public static final String EXCEPTION = "lamm_exception";

  /** Topic of the original record. */
  public static final String SOURCE_TOPIC = "lamm_source_topic";

  /** Partition of the original record, decimal. */
  public static final String SOURCE_PARTITION = "lamm_source_partition";

  /** Offset of the original record, decimal. */
  public static final String SOURCE_OFFSET = "lamm_source_offset";

  /** When it was refused, ISO-8601. */
  public static final String TIME = "lamm_time";

  /** {@code key}, {@code value} or {@code key,value}: what was null in the original. */
  public static final String ABSENT = "lamm_absent";

  private static final int LONGEST_MESSAGE = 1000;

  private DeadLetters() {}

  /** The original's key, value and headers untouched, with the reason appended as headers. */
  public static OutgoingRecord toRecord(
      Topics topics,
      RawRecord original,
      Rejection rejection,
      Optional<Throwable> cause,
      Instant time) {
    List<RecordHeader> headers = new ArrayList<>(original.headers());
    headers.add(RecordHeader.text(STAGE, rejection.stage().name()));
    headers.add(RecordHeader.text(REASON, rejection.reason().name()));
    headers.add(RecordHeader.text(MESSAGE, shorten(rejection.message())));
    cause.ifPresent(
        thrown -> headers.add(RecordHeader.text(EXCEPTION, thrown.getClass().getName())));
    headers.add(RecordHeader.text(SOURCE_TOPIC, original.topic()));
    headers.add(RecordHeader.text(SOURCE_PARTITION, Integer.toString(original.partition())));
    headers.add(RecordHeader.text(SOURCE_OFFSET, Long.toString(original.offset())));
    headers.add(RecordHeader.text(TIME, time.toString()));
    absent(original).ifPresent(names -> headers.add(RecordHeader.text(ABSENT, names)));
    byte[] nothing = new byte[0];
    return new OutgoingRecord(
        topics.deadLetters(),
        original.key().orElse(nothing),
        original.value().orElse(nothing),
        headers);
  }

  private static Optional<String> absent(RawRecord original) {
    List<String> names = new ArrayList<>();
    if (original.key().isEmpty()) {
      names.add("key");
    }
    if (original.value().isEmpty()) {
      names.add("value");
    }
    return names.isEmpty() ? Optional.empty() : Optional.of(String.join(",", names));
  }

  private static String shorten(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
  }
}
