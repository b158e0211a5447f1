package org.lammstream.stream.share;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Utils;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.record.RawRecord;
import org.lammstream.stream.record.RecordHeader;

/**
 * Values and commits to records of the versions topic and back. A value that is too large for one
 * record is cut into pieces, each under a key of its own. Thread-safe.
 */
public final class SharedRecords {
  /** Most bytes of a value in one record: half of what brokers take by default. */
  static final int PIECE_BYTES = 512 << 10;

  private static final String LEARNER = "lamm_learner";
  private static final String ORIGIN = "lamm_origin";
  private static final String FAMILY = "lamm_family";
  private static final String KEY = "lamm_key";
  private static final String PIECE = "lamm_piece";
  private static final String SOURCE = "lamm_source";
  private static final String NO_SOURCE = "-";
  private static final String UNCLAIMED = " unclaimed";
  private static final Pattern PIECES = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
  private static final Pattern PLACE =
      Pattern.compile("(\\S+) (\\d{1,9}) (\\d{1,18}) (\\d{1,18})( unclaimed)?");

  private final String topic;
  private final long origin;

  /**
   * Writes records.
   *
   * @param topic where they go
   * @param origin the store that tells
   */
  public SharedRecords(String topic, long origin) {
    this.topic = topic;
    this.origin = origin;
  }

  /**
   * The partition of all records of a learner, so that order holds; the one that Kafka chooses for
   * the learner's name.
   *
   * @param partitions how many the topic has
   */
  public static int partition(String learner, int partitions) {
    return Utils.toPositive(Utils.murmur2(learner.getBytes(UTF_8))) % partitions;
  }

  /** The records of a value, in order. */
  public void write(SharedValue value, Consumer<OutgoingRecord> receiver) {
    int pieces = Math.max(1, (value.value().length + PIECE_BYTES - 1) / PIECE_BYTES);
    for (int i = 0; i < pieces; i++) {
      int from = i * PIECE_BYTES;
      int to = Math.min(value.value().length, from + PIECE_BYTES);
      String name = pieces == 1 ? value.name() : value.name() + "#" + (i + 1);
      receiver.accept(
          record(
              name,
              pieces == 1 ? value.value() : Arrays.copyOfRange(value.value(), from, to),
              headers(value.learner(), value.family(), value.key(), (i + 1) + "/" + pieces)));
    }
  }

  /** The record that ends a commit. */
  public OutgoingRecord write(SharedCommit commit) {
    byte[] nothing = new byte[0];
    List<RecordHeader> headers =
        headers(
            commit.learner(),
            commit.head().map(SharedValue::family).orElse(""),
            commit.head().map(SharedValue::key).orElse(nothing),
            "1/1");
    headers.add(
        RecordHeader.text(
            SOURCE,
            commit
                .source()
                .map(
                    at ->
                        "%s %d %d %d%s"
                            .formatted(
                                at.partition().topic(),
                                at.partition().partition(),
                                at.offset(),
                                at.resumeOffset(),
                                commit.claimed() ? "" : UNCLAIMED))
                .orElse(NO_SOURCE)));
    return record(name(commit), commit.head().map(SharedValue::value).orElse(nothing), headers);
  }

  /**
   * Of what a store tells of a learner, the last end is enough; but it must not replace that of
   * another store, behind which the other one's values lie, nor that of another partition, whose
   * position it does not tell.
   */
  private static String name(SharedCommit commit) {
    String place = commit.source().map(at -> at.partition().toString()).orElse(NO_SOURCE);
    return "%s/head/%x/%s"
        .formatted(URLEncoder.encode(commit.learner(), UTF_8), commit.origin(), place);
  }

  private OutgoingRecord record(String name, byte[] value, List<RecordHeader> headers) {
    return new OutgoingRecord(topic, name.getBytes(UTF_8), value, headers);
  }

  private List<RecordHeader> headers(String learner, String family, byte[] key, String piece) {
    List<RecordHeader> headers = new ArrayList<>();
    headers.add(RecordHeader.text(LEARNER, learner));
    headers.add(RecordHeader.text(ORIGIN, Long.toHexString(origin)));
    headers.add(RecordHeader.text(FAMILY, family));
    headers.add(new RecordHeader(KEY, key));
    headers.add(RecordHeader.text(PIECE, piece));
    return headers;
  }

  /** What a record of the topic says. */
  sealed interface Message permits Piece, End {
    String learner();

    /** The store that tells. */
    long origin();
  }

  /**
   * A value, or the part of it that comes at this place.
   *
   * @param number from 1
   */
  record Piece(long origin, SharedValue part, int number, int of) implements Message {
    @Override
    public String learner() {
      return part.learner();
    }
  }

  /** The end of a commit. */
  record End(SharedCommit commit) implements Message {
    @Override
    public String learner() {
      return commit.learner();
    }

    @Override
    public long origin() {
      return commit.origin();
    }
  }

  /**
   * Reads a record of the topic.
   *
   * @throws SharedRecordException if no worker wrote it
   */
  static Message read(RawRecord record) {
    String learner = text(record, LEARNER);
    String family = text(record, FAMILY);
    byte[] key = header(record, KEY);
    byte[] value = record.value().orElseThrow(() -> strange(record, "has no value"));
    String name = record.key().map(bytes -> new String(bytes, UTF_8)).orElse("");
    SharedValue part = new SharedValue(learner, name, family, key, value);
    Optional<RecordHeader> source = record.header(SOURCE);
    if (source.isEmpty()) {
      Matcher piece = matched(record, PIECES, text(record, PIECE));
      int number = Integer.parseInt(piece.group(1));
      int of = Integer.parseInt(piece.group(2));
      if (number < 1 || number > of) {
        throw strange(record, "is piece " + number + " of " + of);
      }
      return new Piece(origin(record), part, number, of);
    }
    return new End(
        new SharedCommit(
            learner,
            origin(record),
            source(record, text(record, SOURCE)),
            !text(record, SOURCE).endsWith(UNCLAIMED),
            family.isEmpty() ? Optional.empty() : Optional.of(part)));
  }

  private static long origin(RawRecord record) {
    try {
      return Long.parseUnsignedLong(text(record, ORIGIN), 16);
    } catch (NumberFormatException e) {
      throw strange(record, "names no store");
    }
  }

  private static Optional<SourcePosition> source(RawRecord record, String text) {
    if (text.equals(NO_SOURCE)) {
      return Optional.empty();
    }
    Matcher place = matched(record, PLACE, text);
    SourcePartition partition =
        new SourcePartition(place.group(1), Integer.parseInt(place.group(2)));
    return Optional.of(
        new SourcePosition(
            partition, Long.parseLong(place.group(3)), Long.parseLong(place.group(4))));
  }

  private static Matcher matched(RawRecord record, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.matches()) {
      throw strange(record, "has a header '" + text + "'");
    }
    return matcher;
  }

  private static String text(RawRecord record, String name) {
    return new String(header(record, name), UTF_8);
  }

  private static byte[] header(RawRecord record, String name) {
    return record
        .header(name)
        .map(RecordHeader::value)
        .orElseThrow(() -> strange(record, "has no header " + name));
  }

  private static SharedRecordException strange(RawRecord record, String what) {
    return new SharedRecordException(
        "%s-%d@%d %s: no worker of this version of the program wrote it"
            .formatted(record.topic(), record.partition(), record.offset(), what));
  }
}
