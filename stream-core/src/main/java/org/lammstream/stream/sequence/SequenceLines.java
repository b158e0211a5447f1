package org.lammstream.stream.sequence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;

/** The three kinds of lines of a sequence file, as JSON shows them. */
final class SequenceLines {
  static final String FORMAT = "lamm-sequence";
  static final int VERSION = 1;

  private SequenceLines() {}

  /** The first line. */
  record Head(
      @JsonProperty(required = true) String format,
      @JsonProperty(required = true) int version,
      @JsonProperty(required = true) String learner,
      @JsonProperty(required = true) String source,
      @JsonProperty(required = true) String recordedAt) {
    static Head of(SequenceHeader header) {
      return new Head(
          FORMAT, VERSION, header.learner(), header.source(), header.recordedAt().toString());
    }

    SequenceHeader header() {
      return new SequenceHeader(learner, source, Instant.parse(recordedAt));
    }
  }

  /** A task without its event, which is the last field of its line. */
  record Task(
      @JsonProperty(required = true) String eventId,
      @JsonProperty(required = true) String time,
      @JsonProperty(required = true) String topic,
      @JsonProperty(required = true) int partition,
      @JsonProperty(required = true) long offset,
      @JsonProperty(required = true) long resumeOffset,
      @JsonInclude(Include.NON_EMPTY) Optional<Map<String, String>> images,
      @JsonInclude(Include.NON_EMPTY) Optional<Original> original) {
    static Task of(RecordedTask task) {
      SourcePosition position = task.position();
      return new Task(
          task.eventId(),
          task.time().toString(),
          position.partition().topic(),
          position.partition().partition(),
          position.offset(),
          position.resumeOffset(),
          task.images().isEmpty() ? Optional.empty() : Optional.of(task.images()),
          task.original());
    }

    SourcePosition position() {
      return new SourcePosition(new SourcePartition(topic, partition), offset, resumeOffset);
    }
  }

  /**
   * The last line.
   *
   * @param tasks how many there are
   * @param sha256 digest of all bytes before this line
   */
  record End(
      @JsonProperty(required = true) int tasks, @JsonProperty(required = true) String sha256) {}
}
