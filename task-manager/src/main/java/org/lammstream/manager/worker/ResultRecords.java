package org.lammstream.manager.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.lammstream.evaluation.AccuracyMatrix;
import org.lammstream.store.Version;
import org.lammstream.stream.codec.DeadLetters;
import org.lammstream.stream.codec.ResultEvents;
import org.lammstream.stream.consume.RejectedDelivery;
import org.lammstream.stream.consume.TaskDelivery;
import org.lammstream.stream.event.ResultEvent;
import org.lammstream.stream.event.TaskAccuracy;
import org.lammstream.stream.event.TaskRejected;
import org.lammstream.stream.event.VersionCommitted;
import org.lammstream.stream.record.OutgoingRecord;
import org.lammstream.stream.topic.Topics;

/** What a worker has to say about a task, as records for the results and dead-letter topics. */
final class ResultRecords {
  private final Topics topics;
  private final Clock clock;

  ResultRecords(Topics topics, Clock clock) {
    this.topics = topics;
    this.clock = clock;
  }

  /** The result of a task that was learned. */
  OutgoingRecord committed(TaskDelivery delivery, Version version, TaskLearning.Learned learned) {
    AccuracyMatrix matrix = learned.matrix();
    int row = matrix.size();
    List<TaskAccuracy> accuracies =
        IntStream.rangeClosed(1, row)
            .mapToObj(
                column ->
                    new TaskAccuracy(
                        matrix.tasks().get(column - 1),
                        matrix.correct(row, column),
                        matrix.total(row, column)))
            .toList();
    return ResultEvents.toRecord(
        topics,
        new VersionCommitted(
            ResultEvent.SCHEMA_VERSION,
            version.learner(),
            version.number(),
            version.parent(),
            version.task(),
            delivery.eventId(),
            version.newClasses(),
            version.embeddingsSha256(),
            accuracies,
            learned.metrics(),
            version.seconds(),
            Optional.of(version.provenance()),
            Optional.of(learned.promotion().isGranted()),
            learned.promotion().heldBack()),
        // One task makes at most one version, so this id is the same however often it is sent.
        Sha256.hex(("version-committed/" + delivery.eventId()).getBytes(UTF_8)),
        clock.instant());
  }

  /** Dead letters of a task that is refused, and its result where its names could be read. */
  List<OutgoingRecord> refused(RejectedDelivery rejected) {
    List<OutgoingRecord> records = new ArrayList<>();
    rejected.records().stream()
        .map(
            original ->
                DeadLetters.toRecord(
                    topics, original, rejected.rejection(), rejected.cause(), clock.instant()))
        .forEach(records::add);
    rejected
        .task()
        .map(
            task ->
                ResultEvents.toRecord(
                    topics,
                    new TaskRejected(
                        ResultEvent.SCHEMA_VERSION,
                        task.learner(),
                        task.task(),
                        task.eventId(),
                        rejected.rejection().reason().name(),
                        rejected.rejection().message()),
                    Sha256.hex(("task-rejected/" + rejected.id()).getBytes(UTF_8)),
                    clock.instant()))
        .ifPresent(records::add);
    return records;
  }
}
