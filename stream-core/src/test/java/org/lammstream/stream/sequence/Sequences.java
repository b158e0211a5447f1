package org.lammstream.stream.sequence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.lammstream.stream.Samples;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;

/** Recorded tasks and sequence files to test with. */
final class Sequences {
  static final SequenceHeader HEADER = new SequenceHeader("birds", "topic p.tasks", Samples.TIME);

  private Sequences() {}

  /** Task {@code task-NUMBER}, which made version NUMBER. */
  static RecordedTask task(int number) {
    return new RecordedTask(
        Samples.task("birds", "task-" + number),
        "event-" + number,
        Samples.TIME.plusSeconds(number),
        new SourcePosition(new SourcePartition("p.tasks", 3), 100L + number, 101L + number),
        Map.of("file:///data/a%20b.png", Samples.SHA),
        Optional.of(original(number)));
  }

  static Original original(int number) {
    return new Original(
        number,
        number == 1 ? OptionalInt.empty() : OptionalInt.of(number - 1),
        Samples.SHA,
        Optional.of(provenance("event-" + number)));
  }

  static Provenance provenance(String eventId) {
    return new Provenance(
        eventId,
        "p.tasks",
        3,
        7,
        Map.of("old", "frozen"),
        Long.MIN_VALUE,
        "clip",
        Samples.SHA,
        "1.0",
        "17",
        "Linux",
        "amd64",
        "a processor",
        "PyTorch 2",
        2);
  }

  /** A finished file of this many tasks. */
  static Path write(Path file, int tasks) throws IOException {
    try (SequenceWriter writer = SequenceWriter.create(file, HEADER)) {
      for (int i = 1; i <= tasks; i++) {
        writer.append(task(i));
      }
      writer.finish();
    }
    return file;
  }
}
