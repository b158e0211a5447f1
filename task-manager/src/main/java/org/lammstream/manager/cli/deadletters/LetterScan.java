package org.lammstream.manager.cli.deadletters;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.lammstream.manager.cli.Console;
import org.lammstream.manager.cli.TaskProgress;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.consume.TopicSpan;
import org.lammstream.stream.record.RawRecord;

/** Reads a topic up to its present end, some records at a time, and shows how far it is. */
final class LetterScan {
  private final Console console;
  private final KafkaConnection connection;

  LetterScan(Console console, KafkaConnection connection) {
    this.console = console;
    this.connection = connection;
  }

  /** Hands on every record, in order within each partition. */
  void read(String topic, ReadFrom from, Consumer<RawRecord> reader) {
    try (TopicSpan span = TopicSpan.open(connection, topic, from, Optional.empty());
        TaskProgress progress = TaskProgress.on(console)) {
      progress.start("reading " + topic);
      long total = span.total();
      while (span.passed() < total) {
        span.poll().forEach(reader);
        progress.update(
            (double) span.passed() / total,
            String.format(Locale.ROOT, "%,d of %,d records", span.passed(), total));
      }
    }
  }

  /** The record at one place, if it is still there. */
  Optional<RawRecord> find(String topic, LetterNumber number) {
    ReadFrom from = new ReadFrom.Offset(number.offset());
    try (TopicSpan span = TopicSpan.open(connection, topic, from, Optional.empty())) {
      if (!span.partitions().contains(number.partition())) {
        return Optional.empty();
      }
      while (!span.isDone(number.partition())) {
        for (RawRecord record : span.poll(java.util.Set.of(number.partition()))) {
          // The first that still exists may lie behind.
          return Optional.of(record).filter(first -> first.offset() == number.offset());
        }
      }
      return Optional.empty();
    }
  }
}
