package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.lammstream.manager.replay.ImageHashes;
import org.lammstream.manager.replay.Originals;
import org.lammstream.manager.replay.Recorder;
import org.lammstream.manager.replay.Recording;
import org.lammstream.manager.worker.ImageLocations;
import org.lammstream.manager.worker.RemoteImages;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.consume.LearnerTasks;
import org.lammstream.stream.consume.ReadFrom;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.consume.UnknownTopicException;
import org.lammstream.stream.sequence.PastResults;
import org.lammstream.stream.sequence.RecordedTask;
import org.lammstream.stream.sequence.SequenceHeader;
import org.lammstream.stream.sequence.SequenceWriter;
import org.lammstream.stream.topic.Topics;

/** Records the tasks of a learner from its topic, and tells what it found. Used once. */
final class TopicRecording implements Recorder.Listener {
  private final Console console;
  private final Request request;
  private final SkippedRecords skipped;
  private final TaskProgress progress;
  private int tasks;

  /**
   * What is to be recorded.
   *
   * @param connection to the broker
   * @param topics that are read
   * @param learner whose tasks
   * @param from where reading begins
   * @param untilTime no younger record is read
   * @param untilEvent event id of the last task
   * @param store from which the original versions are taken instead of the results topic
   * @param imageRoots folders under which referenced images are read
   * @param remoteImages from where referenced images are fetched
   */
  record Request(
      KafkaConnection connection,
      Topics topics,
      String learner,
      ReadFrom from,
      Optional<Instant> untilTime,
      Optional<String> untilEvent,
      Optional<Path> store,
      List<Path> imageRoots,
      RemoteImages remoteImages) {
    Request {
      imageRoots = List.copyOf(imageRoots);
    }
  }

  TopicRecording(Console console, Request request) {
    this.console = console;
    this.request = request;
    this.skipped = new SkippedRecords(console);
    this.progress = TaskProgress.on(console);
  }

  /**
   * Records into a file, which is there whole afterwards or not at all.
   *
   * @throws JobException if there is nothing to record
   */
  void into(Path file) throws IOException {
    if (request.store().isEmpty()) {
      into(file, ofResults());
      return;
    }
    try (EmbeddingStore open = EmbeddingStore.openReadOnly(request.store().get())) {
      into(file, Originals.in(open, request.learner()));
    }
  }

  private void into(Path file, Originals originals) throws IOException {
    SequenceHeader header =
        new SequenceHeader(
            request.learner(),
            "topic " + request.topics().tasks() + " at " + request.connection().bootstrapServers(),
            Instant.now());
    try (LearnerTasks read =
            LearnerTasks.open(
                request.connection(),
                request.topics().tasks(),
                request.learner(),
                request.from(),
                request.untilTime(),
                skipped);
        SequenceWriter writer = SequenceWriter.create(file, header);
        TaskProgress shown = progress) {
      shown.start("recording " + request.learner());
      ImageHashes hashes =
          new ImageHashes(new ImageLocations(request.imageRoots(), request.remoteImages()));
      Recording result =
          new Recorder(read, originals, hashes, writer, this).record(request.untilEvent());
      shown.finish();
      skipped.tell();
      refuseNothing(result);
      writer.finish();
      tell(result, file);
    }
  }

  private Originals ofResults() {
    try {
      return Originals.of(
          PastResults.read(request.connection(), request.topics(), request.learner()));
    } catch (UnknownTopicException e) {
      note(e.getMessage() + "; which versions the tasks made is not recorded (--store DIR tells)");
      return Originals.NONE;
    }
  }

  private void refuseNothing(Recording result) {
    if (result.tasks() == 0) {
      String others =
          result.others().isEmpty()
              ? ""
              : "; there are tasks of: " + String.join(", ", result.others());
      throw new JobException(
          "no task of learner '%s' is left to record from %s%s"
              .formatted(request.learner(), request.topics().tasks(), others));
    }
  }

  private void tell(Recording result, Path file) throws IOException {
    if (result.duplicates() > 0) {
      note("%d tasks were delivered again; each is recorded once".formatted(result.duplicates()));
    }
    if (result.withOriginal() < result.tasks()) {
      note(
          "of %d of %d tasks it is not known that they made a version"
              .formatted(result.tasks() - result.withOriginal(), result.tasks()));
    }
    if (result.hashed() < result.references()) {
      note(
          "%d of %d referenced images were not read, so a replay cannot tell whether they have changed (--image-root DIR)"
              .formatted(result.references() - result.hashed(), result.references()));
    }
    if (result.passedOver() > 0) {
      note(
          "%d records of other learners (%s) are not recorded; a worker that goes on from the replayed store does not learn those that stand before its offset"
              .formatted(result.passedOver(), String.join(", ", result.others())));
    }
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "recorded %d tasks of %s, %d with the version they made, into %s (%.1f MiB)",
                result.tasks(),
                request.learner(),
                result.withOriginal(),
                file,
                Files.size(file) / (double) (1 << 20)));
  }

  @Override
  public void recorded(RecordedTask task, double fraction) {
    tasks++;
    progress.update(fraction, tasks + " tasks, " + task.event().task());
  }

  @Override
  public void leftOut(TaskDelivery task, String why) {
    progress.finish();
    note(
        "task '%s' (event %s) is left out, it was refused: %s"
            .formatted(task.event().task(), task.eventId(), why));
  }

  private void note(String text) {
    console.err().println("note: " + text);
  }
}
