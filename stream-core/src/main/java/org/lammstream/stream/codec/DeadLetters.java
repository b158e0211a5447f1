package org.lammstream.stream.codec;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.stream.Secrets;
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

  /** Message of the exception in one line, shortened, without secrets; absent where it had none. */
  public static final String EXCEPTION_MESSAGE = "lamm_exception_message";

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

  /**
   * On a record that was published to the task topic again: {@code topic/partition/offset} of its
   * dead letter. A record that was redriven several times has several of them, the newest last.
   */
  public static final String REDRIVEN = "lamm_redriven";

  private static final Set<String> NAMES =
      Set.of(
          STAGE,
          REASON,
          MESSAGE,
          EXCEPTION,
          EXCEPTION_MESSAGE,
          SOURCE_TOPIC,
          SOURCE_PARTITION,
          SOURCE_OFFSET,
          TIME,
          ABSENT);

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
    headers.add(
        RecordHeader.text(MESSAGE, shorten(Secrets.publicLine(rejection.message()).orElse(""))));
    cause.ifPresent(
        thrown -> {
          headers.add(RecordHeader.text(EXCEPTION, thrown.getClass().getName()));
          Secrets.publicLine(thrown.getMessage())
              .ifPresent(text -> headers.add(RecordHeader.text(EXCEPTION_MESSAGE, shorten(text))));
        });
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

  /**
   * Reads a record of the dead-letter topic, whoever wrote it: what is missing or cannot be read is
   * empty. The reason stands behind the original's headers, so an original that had been a dead
   * letter itself keeps its own.
   */
  public static DeadLetter read(RawRecord letter) {
    int reasonAt = reasonAt(letter.headers());
    List<RecordHeader> original = letter.headers().subList(0, reasonAt);
    RawRecord reason =
        new RawRecord(
            letter.topic(),
            letter.partition(),
            letter.offset(),
            letter.timestamp(),
            letter.key(),
            letter.value(),
            letter.headers().subList(reasonAt, letter.headers().size()));
    Set<String> absent =
        text(reason, ABSENT).map(names -> Set.of(names.split(",", -1))).orElse(Set.of());
    return new DeadLetter(
        letter,
        text(reason, STAGE),
        text(reason, REASON),
        text(reason, MESSAGE),
        text(reason, EXCEPTION),
        text(reason, EXCEPTION_MESSAGE),
        source(reason),
        text(reason, TIME).flatMap(DeadLetters::time).orElse(letter.timestamp()),
        absent.contains("key") ? Optional.empty() : letter.key(),
        absent.contains("value") ? Optional.empty() : letter.value(),
        original);
  }

  /**
   * The original of a letter on its way to a topic again: without the reason, and with the letter's
   * place as one more {@link #REDRIVEN}. A key or value that the original did not have is empty.
   */
  public static OutgoingRecord original(String topic, DeadLetter letter) {
    List<RecordHeader> headers = new ArrayList<>(letter.headers());
    headers.add(RecordHeader.text(REDRIVEN, letter.place().toString()));
    byte[] nothing = new byte[0];
    return new OutgoingRecord(
        topic, letter.key().orElse(nothing), letter.value().orElse(nothing), headers);
  }

  /** Places of the letters, {@code topic/partition/offset}, whose original a record repeats. */
  public static List<String> redriven(List<RecordHeader> headers) {
    return headers.stream()
        .filter(header -> header.name().equals(REDRIVEN))
        .map(RecordHeader::text)
        .toList();
  }

  /** Where the reason's headers begin: at the last stage behind which nothing else stands. */
  private static int reasonAt(List<RecordHeader> headers) {
    int at = headers.size();
    while (at > 0 && NAMES.contains(headers.get(at - 1).name())) {
      at--;
      if (headers.get(at).name().equals(STAGE)) {
        return at;
      }
    }
    return headers.size();
  }

  private static Optional<String> text(RawRecord reason, String name) {
    return reason.header(name).map(RecordHeader::text);
  }

  private static Optional<DeadLetter.Place> source(RawRecord reason) {
    try {
      Optional<Integer> partition = text(reason, SOURCE_PARTITION).map(Integer::valueOf);
      Optional<Long> offset = text(reason, SOURCE_OFFSET).map(Long::valueOf);
      return text(reason, SOURCE_TOPIC)
          .filter(topic -> partition.isPresent() && offset.isPresent())
          .map(topic -> new DeadLetter.Place(topic, partition.orElseThrow(), offset.orElseThrow()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
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
