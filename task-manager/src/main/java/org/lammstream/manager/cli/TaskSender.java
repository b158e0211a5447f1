package org.lammstream.manager.cli;

import java.time.Duration;
import java.util.Locale;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.publish.PublishedTask;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.TopicAdmin;
import org.lammstream.stream.topic.TopicLayout;
import org.lammstream.stream.topic.Topics;

/** Publishes tasks for workers elsewhere, and says a line about each. */
final class TaskSender implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Console console;
  private final TaskPublisher publisher;

  private TaskSender(Console console, TaskPublisher publisher) {
    this.console = console;
    this.publisher = publisher;
  }

  /** Makes sure that the topics are there, then opens a publisher. */
  static TaskSender open(
      Console console, KafkaConnection connection, Topics topics, TopicLayout layout) {
    try (TopicAdmin admin = TopicAdmin.open(connection, PATIENCE)) {
      admin.ensure(topics, layout);
    }
    return new TaskSender(console, TaskPublisher.open(connection, topics));
  }

  /**
   * Returns when the broker has the task.
   *
   * @throws JobException if the task breaks a rule; nothing of it was sent then
   */
  void send(PreparedTask task) {
    try {
      PublishedTask published = publisher.publish(task.event(), task.eventId());
      console
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "published %s: %d classes, %d + %d images, %s, event %s",
                  task.event().task(),
                  task.event().classes().size(),
                  task.event().train().size(),
                  task.event().test().size(),
                  published.records().size() == 1
                      ? "1 record"
                      : published.records().size() + " parts",
                  task.eventId()));
    } catch (RejectedEventException e) {
      throw new JobException(e.rejection().message(), e);
    }
  }

  @Override
  public void close() {
    publisher.close();
  }
}
