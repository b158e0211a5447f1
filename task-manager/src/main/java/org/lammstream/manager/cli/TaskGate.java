package org.lammstream.manager.cli;

import java.util.Optional;
import org.lammstream.manager.api.TaskOutlet;
import org.lammstream.manager.api.http.Problem;
import org.lammstream.stream.KafkaConnection;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.publish.TaskPublisher;
import org.lammstream.stream.topic.Topics;

/**
 * Publishes the tasks of HTTP clients, once it is opened to them: a job's own tasks come first in
 * their topic. Thread-safe.
 */
final class TaskGate implements TaskOutlet, AutoCloseable {
  private final KafkaConnection connection;
  private final Topics topics;
  private final String shut;
  private volatile Optional<TaskPublisher> publisher = Optional.empty();

  /**
   * Shut until {@link #open}, which needs a broker whose address is known.
   *
   * @param shut what clients are told until then
   */
  TaskGate(KafkaConnection connection, Topics topics, String shut) {
    this.connection = connection;
    this.topics = topics;
    this.shut = shut;
  }

  /** Lets clients publish from now on; to be called once. */
  void open() {
    publisher = Optional.of(TaskPublisher.open(connection, topics));
  }

  @Override
  public void publish(TaskEvent event, String eventId) throws RejectedEventException {
    publisher
        .orElseThrow(() -> Problem.passing(Problem.Kind.BUSY, shut, 2).exception())
        .publish(event, eventId);
  }

  @Override
  public void close() {
    publisher.ifPresent(TaskPublisher::close);
  }
}
