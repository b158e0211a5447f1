package org.lammstream.manager.api;

import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.TaskEvent;

/** Where tasks go that clients publish. Thread-safe. */
@FunctionalInterface
public interface TaskOutlet {

  /**
   * Publishes a task and returns when it is safe.
   *
   * @throws RejectedEventException if it breaks a rule; nothing was sent
   * @throws org.lammstream.stream.BrokerUnreachableException if no broker answered in time
   */
  void publish(TaskEvent event, String eventId) throws RejectedEventException;
}
