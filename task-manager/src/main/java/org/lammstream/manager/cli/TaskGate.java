package org.lammstream.manager.cli;

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
  private final TaskPublisher publisher;
  private volatile boolean open;

  TaskGate(KafkaConnection connection, Topics topics) {
    this.publisher = TaskPublisher.open(connection, topics);
  }

  /** Lets clients publish from now on. */
  TaskGate open() {
    open = true;
    return this;
  }

  @Override
  public void publish(TaskEvent event, String eventId) throws RejectedEventException {
    if (!open) {
      throw Problem.passing(
              Problem.Kind.BUSY, "the job's own tasks are published first; try again", 2)
          .exception();
    }
    publisher.publish(event, eventId);
  }

  @Override
  public void close() {
    publisher.close();
  }
}
