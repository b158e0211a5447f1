package org.lammstream.manager.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.lammstream.evaluation.Cell;
import org.lammstream.evaluation.stored.LearnerHistory;
import org.lammstream.manager.api.TaskOutlet;
import org.lammstream.manager.api.http.HttpSettings;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.clip.ClipModel;
import org.lammstream.manager.worker.LearnerWorker;
import org.lammstream.manager.worker.RefusedTask;
import org.lammstream.manager.worker.WorkerSettings;
import org.lammstream.store.EmbeddingStore;
import org.lammstream.store.OutboxEntry;
import org.lammstream.store.VersionSummary;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.broker.EmbeddedBroker;
import org.lammstream.stream.consume.TaskConsumer;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/**
 * The whole system on one machine: a broker in this JVM, a publisher, and a worker that consumes
 * what was published. Exactly the path that separate processes take.
 *
 * <p>The store outlives the job, the broker does not. Each job therefore has topics of its own
 * name, so that offsets in the store never meet another log, and a job that is run again publishes
 * everything again: what was learned before is recognised by its event id.
 */
final class StreamJob {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Console console;
  private final ClipModel model;
  private final JobPlan plan;
  private final Serving serving;

  StreamJob(Console console, ClipModel model, JobPlan plan, Serving serving) {
    this.console = console;
    this.model = model;
    this.plan = plan;
    this.serving = serving;
  }

  /**
   * What a job serves.
   *
   * @param http where; empty for nothing
   * @param thumbnails most thumbnails of each class; 0 for none
   * @param stays whether it goes on when its tasks are learned, and learns what clients publish,
   *     until it is stopped
   */
  record Serving(Optional<HttpSettings> http, int thumbnails, boolean stays) {}

  /**
   * Runs to the end and writes the report. On Ctrl-C or SIGTERM everything is closed and the
   * broker's folder removed.
   *
   * @return the exit code
   * @throws JobException if a task was refused, or the store holds another job
   */
  int run() throws Exception {
    return StopSignal.guard(
        console, "what was learned is kept in " + plan.storeFolder(), this::learn);
  }

  private int learn() throws IOException, InterruptedException {
    try (ServedStore served = ServedStore.open(plan.storeFolder(), console);
        JobView view = new JobView(console, plan.taskNames())) {
      EmbeddingStore store = served.store();
      checkResumable(store, view);
      JobTracker tracker =
          new JobTracker(view, plan.tasks().stream().map(PreparedTask::eventId).toList());
      stream(store, tracker);
      return LammCli.OK;
    }
  }

  /** A store may hold a beginning of exactly these tasks, and nothing else of this learner. */
  private void checkResumable(EmbeddingStore store, JobView view) {
    LearnerHistory history = LearnerHistory.of(store, plan.learner());
    List<VersionSummary> versions = history.learned();
    for (int i = 0; i < versions.size(); i++) {
      String eventId = versions.get(i).provenance().eventId();
      if (i >= plan.tasks().size() || !eventId.equals(plan.tasks().get(i).eventId())) {
        throw new JobException(
            String.format(
                Locale.ROOT,
                "%s holds learner '%s' with other tasks, images, settings or seed (version %d is"
                    + " task '%s'); choose another --output or delete it",
                plan.storeFolder(),
                plan.learner(),
                i + 1,
                versions.get(i).task()));
      }
    }
    checkHead(store, versions);
    if (!versions.isEmpty()) {
      console
          .err()
          .println(
              String.format(
                  Locale.ROOT,
                  "resuming: %d of %d tasks are in %s",
                  versions.size(),
                  plan.tasks().size(),
                  plan.storeFolder()));
      List<Cell> cells = history.cells();
      for (int i = 0; i < versions.size(); i++) {
        view.resumed(i + 1, versions.get(i).number(), cells);
      }
    }
    // Results of an earlier job were meant for its broker, which is gone.
    List<OutboxEntry> stale = store.outbox(Integer.MAX_VALUE);
    store.clearOutbox(stale);
  }

  /** Where the head was moved back, the tasks behind it are settled and would make no version. */
  private void checkHead(EmbeddingStore store, List<VersionSummary> versions) {
    for (PreparedTask task : plan.tasks().subList(versions.size(), plan.tasks().size())) {
      if (store.isApplied(plan.learner(), task.eventId())) {
        throw new JobException(
            String.format(
                Locale.ROOT,
                "%s: task '%s' was learned, but the head of '%s' was moved to version %s, which"
                    + " does not go back to it, and no task is learned twice; move the head on with"
                    + " 'lamm versions rollback --to latest --head', or choose another --output",
                plan.storeFolder(),
                task.event().task(),
                plan.learner(),
                versions.isEmpty() ? "0" : versions.get(versions.size() - 1).number()));
      }
    }
  }

  private void stream(EmbeddingStore store, JobTracker tracker)
      throws IOException, InterruptedException {
    Path brokerFolder = Files.createTempDirectory("lamm-broker-");
    try (EmbeddedBroker broker = EmbeddedBroker.start(brokerFolder)) {
      try {
        work(KafkaConnection.to(broker.bootstrapServers()), store, tracker);
      } finally {
        closeUnhurried();
      }
    } finally {
      delete(brokerFolder);
    }
  }

  private void work(KafkaConnection connection, EmbeddingStore store, JobTracker tracker)
      throws IOException, InterruptedException {
    Topics topics = new Topics("lamm-" + UUID.randomUUID());
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, TopicLayout.partitions(1));
    }
    WorkerSettings settings =
        new WorkerSettings(
            List.of(plan.imageRoot()), Map.of(), plan.seed(), BuildVersion.current());
    try (RecordPublisher results = RecordPublisher.open(connection);
        TaskGate gate =
            new TaskGate(connection, topics, "the job's own tasks are published first; try again");
        WorkerApi api =
            WorkerApi.open(serving.http(), store, model, topics, outlet(gate), examples());
        LearnerWorker worker =
            new LearnerWorker(
                store,
                model,
                topics,
                results::publish,
                settings,
                api.listener(tracker),
                Clock.systemUTC());
        TaskConsumer consumer =
            TaskConsumer.start(connection, topics, StopSignal.consumer("lamm-run"), worker)) {
      try {
        api.watch(connection, topics, consumer, results::clientMetrics);
        api.announce(console);
        publish(connection, topics);
        gate.open();
        while (!tracker.await(POLL) && tracker.refused().isEmpty()) {
          check(consumer);
        }
        awaitPublished(store);
        refuseIncomplete(tracker.refused());
        finish(store, JobReport.of(store, model, ReportFacts.of(plan), tracker.commitSeconds()));
        if (serving.stays()) {
          stay(api, consumer);
        }
      } finally {
        closeUnhurried();
      }
    }
  }

  private WorkerApi.Examples examples() {
    return new WorkerApi.Examples(serving.thumbnails(), List.of(plan.imageRoot()));
  }

  /** Only a job that stays learns what others publish: one that ends would leave it behind. */
  private Optional<TaskOutlet> outlet(TaskGate gate) {
    return serving.stays() ? Optional.of(gate) : Optional.empty();
  }

  /** Goes on until the process is told to stop, which is how this is meant to end. */
  private void stay(WorkerApi api, TaskConsumer consumer) {
    api.announce(console);
    try {
      while (true) {
        check(consumer);
        Thread.sleep(POLL.toMillis());
      }
    } catch (InterruptedException e) {
      console.err().println("lamm: stopped; what was learned is kept in " + plan.storeFolder());
    }
  }

  /**
   * Forgets an interruption that has done its work. Left set, it would make the closing of the
   * consumer return while the worker still uses the store.
   */
  private static void closeUnhurried() {
    boolean unused = Thread.interrupted();
  }

  /** Closing the consumer would interrupt the worker while it publishes the last result. */
  private void awaitPublished(EmbeddingStore store) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!store.outbox(1).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        console.err().println("note: not all results reached the embedded broker");
        return;
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  /** Throws what made the consumer stop, if it has stopped. */
  static void check(TaskConsumer consumer) {
    consumer
        .failure()
        .ifPresent(
            failure -> {
              throw new JobException(ErrorLine.of(failure), failure);
            });
  }

  private void publish(KafkaConnection connection, Topics topics) {
    try (TaskPublisher publisher = TaskPublisher.open(connection, topics)) {
      for (PreparedTask task : plan.tasks()) {
        publisher.publish(task.event(), task.eventId());
      }
    } catch (RejectedEventException e) {
      throw new JobException(e.rejection().message(), e);
    }
  }

  private static void refuseIncomplete(List<RefusedTask> refused) {
    if (!refused.isEmpty()) {
      RefusedTask first = refused.get(0);
      throw new JobException(
          "task '%s' was refused (%s): %s"
              .formatted(first.task(), first.rejection().reason(), first.rejection().message()));
    }
  }

  private void finish(EmbeddingStore store, JobReport report) throws IOException {
    report.finish(console, plan.output());
    console.out().println("store " + plan.storeFolder());
    if (plan.record().isPresent()) {
      JobRecording.write(plan, store, plan.record().get());
      console.out().println("recorded " + plan.record().get());
    }
  }

  static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
