package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.replay.ImageHashes;
import org.lammstream.manager.replay.Originals;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.consume.SourcePartition;
import org.lammstream.stream.consume.SourcePosition;
import org.lammstream.stream.event.Provenance;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceHeader;
import org.lammstream.stream.sequence.SequenceWriter;

/** Records the tasks of a finished job, whose broker is gone. */
final class JobRecording {
  private JobRecording() {}

  /** Writes the sequence; one of this name is replaced. */
  static void write(JobPlan plan, EmbeddingStore store, Path file) throws IOException {
    Originals originals = Originals.in(store, plan.learner());
    ImageHashes hashes = new ImageHashes(new ImageLocations(List.of(plan.imageRoot())));
    Instant now = Instant.now();
    SequenceHeader header =
        new SequenceHeader(plan.learner(), "lamm run into " + plan.output(), now);
    try (SequenceWriter writer = SequenceWriter.create(file, header)) {
      for (PreparedTask task : plan.tasks()) {
        Original original =
            originals
                .version(task.eventId())
                .orElseThrow(() -> new IllegalStateException(task.eventId() + " has no version"));
        writer.append(
            new RecordedTask(
                task.event(),
                task.eventId(),
                now,
                original.provenance().map(JobRecording::position).orElseThrow(),
                hashes.of(task.event()),
                Optional.of(original)));
      }
      writer.finish();
    }
  }

  private static SourcePosition position(Provenance made) {
    return new SourcePosition(
        new SourcePartition(made.topic(), made.partition()), made.offset(), made.offset() + 1);
  }
}
