package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.lammstream.manager.worker.WorkerSetup;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.publish.RecordPublisher;
import org.lammstream.stream.sequence.SequenceEntry;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Where the results of a replay are published, if they are. */
final class ReplayOutlet implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String TASKS = ".tasks";

  private final Topics topics;
  private final RecordPublisher publisher;

  private ReplayOutlet(Topics topics, RecordPublisher publisher) {
    this.topics = topics;
    this.publisher = publisher;
  }

  /**
   * Refuses to mix a replay's results with those of the live workers whose tasks are replayed: a
   * reader could not tell which version is the one in use.
   *
   * @param reading topics that are read in this run, if any
   */
  static void refuseLive(Topics target, List<SequenceEntry> tasks, Optional<Topics> reading) {
    Set<String> live = new HashSet<>();
    reading.ifPresent(topics -> live.add(topics.results()));
    for (SequenceEntry task : tasks) {
      String topic = task.position().partition().topic();
      if (topic.endsWith(TASKS)) {
        live.add(new Topics(topic.substring(0, topic.length() - TASKS.length())).results());
      }
    }
    if (live.contains(target.results())) {
      throw new JobException(
          "--publish-to %s: %s is where the results of the recorded tasks were published; choose another prefix, or say --force-live"
              .formatted(target.prefix(), target.results()));
    }
  }

  /** Opens a publisher, and makes the results topic if it is missing. */
  static ReplayOutlet open(KafkaConnection connection, Topics topics) {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensureResults(topics, TopicLayout.partitions(1));
    }
    return new ReplayOutlet(topics, RecordPublisher.open(connection));
  }

  WorkerSetup.Outlet outlet() {
    return new WorkerSetup.Outlet(topics, publisher::publish);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
