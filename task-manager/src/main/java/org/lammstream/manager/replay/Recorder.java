package org.lammstream.manager.replay;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.lammstream.stream.consume.LearnerTasks;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.sequence.Original;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceWriter;

/** Takes tasks from a topic into a sequence, each once, with what became of it. Used once. */
public final class Recorder {
  private final LearnerTasks tasks;
  private final Originals originals;
  private final ImageHashes hashes;
  private final SequenceWriter writer;
  private final Listener listener;
  private int withOriginal;
  private int references;
  private int hashed;
  private int refused;
  private int duplicates;

  /** Hears how the recording goes on. */
  public interface Listener {
    /** A task stands in the sequence; {@code fraction} of the topic has been read. */
    void recorded(RecordedTask task, double fraction);

    /** A task is left out. */
    void leftOut(TaskDelivery task, String why);
  }

  /** A recorder; tasks and writer stay the caller's. */
  public Recorder(
      LearnerTasks tasks,
      Originals originals,
      ImageHashes hashes,
      SequenceWriter writer,
      Listener listener) {
    this.tasks = tasks;
    this.originals = originals;
    this.hashes = hashes;
    this.writer = writer;
    this.listener = listener;
  }

  /**
   * Records up to the end of the topic, or a task and with it. The writer is not finished.
   *
   * @param until event id of the last task
   * @throws ReplayException if there is no such task
   */
  public Recording record(Optional<String> until) throws IOException {
    for (Optional<TaskDelivery> next = tasks.next(); next.isPresent(); next = tasks.next()) {
      String eventId = next.get().eventId();
      add(next.get());
      if (until.filter(eventId::equals).isPresent() && writer.contains(eventId)) {
        return summary();
      }
    }
    if (until.isPresent()) {
      throw new ReplayException(
          "event %s is not among the tasks that were read".formatted(until.get()));
    }
    return summary();
  }

  private void add(TaskDelivery delivery) throws IOException {
    if (writer.contains(delivery.eventId())) {
      duplicates++;
      return;
    }
    Optional<String> refusal = originals.refusal(delivery);
    if (refusal.isPresent()) {
      refused++;
      listener.leftOut(delivery, refusal.get());
      return;
    }
    Optional<Original> original = originals.version(delivery.eventId());
    Map<String, String> images = hashes.of(delivery.event());
    RecordedTask task =
        new RecordedTask(
            delivery.event(),
            delivery.eventId(),
            delivery.time(),
            delivery.position(),
            images,
            original);
    writer.append(task);
    withOriginal += original.isPresent() ? 1 : 0;
    references += ImageHashes.references(delivery.event()).size();
    hashed += images.size();
    listener.recorded(task, tasks.fraction());
  }

  private Recording summary() {
    return new Recording(
        writer.size(),
        withOriginal,
        references,
        hashed,
        refused,
        duplicates,
        tasks.passedOver(),
        tasks.others());
  }
}
