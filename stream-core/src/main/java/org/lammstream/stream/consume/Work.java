package org.lammstream.stream.consume;

import java.util.List;
import java.util.Optional;
import org.lammstream.stream.codec.TaskEvents;
import org.lammstream.stream.codec.TaskMessage;
import org.lammstream.stream.consume.RejectedDelivery.RejectedTask;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.event.Rejection;
import org.lammstream.stream.event.TaskEvent;
import org.lammstream.stream.event.TaskRules;
import org.lammstream.stream.record.RawRecord;

/** One thing for the training thread. */
record Work(SourcePosition position, List<RawRecord> records, Content content) {
  /** Whose task it is, as far as that can be told without parsing. */
  Optional<RejectedTask> names() {
    if (content instanceof Single single) {
      TaskEvent event = single.task().event();
      return Optional.of(new RejectedTask(event.learner(), event.task(), single.task().eventId()));
    }
    return content instanceof Joined joined
        ? Optional.of(joined.names())
        : ((Faulty) content).names();
  }

  /**
   * The task, parsed and checked against {@link TaskRules}.
   *
   * @throws RejectedEventException if there is none that can be processed
   */
  TaskDelivery delivery() throws RejectedEventException {
    TaskDelivery delivery;
    String sourceId = RejectedDelivery.id(records);
    if (content instanceof Faulty faulty) {
      throw faulty.fault();
    } else if (content instanceof Joined joined) {
      TaskMessage.Part first = joined.parts().get(0);
      TaskEvent event = TaskEvents.join(joined.parts());
      delivery = new TaskDelivery(event, first.eventId(), first.time(), position, sourceId);
    } else {
      TaskMessage.Whole whole = ((Single) content).task();
      delivery = new TaskDelivery(whole.event(), whole.eventId(), whole.time(), position, sourceId);
    }
    Optional<Rejection> broken = TaskRules.check(delivery.event());
    if (broken.isPresent()) {
      throw new RejectedEventException(broken.get());
    }
    return delivery;
  }

  /** The work as something that is refused. */
  RejectedDelivery rejected(Rejection rejection, Optional<Throwable> cause) {
    return new RejectedDelivery(records, rejection, cause, position, names());
  }

  /** What the records hold. */
  sealed interface Content permits Single, Joined, Faulty {}

  /** A task in one record. */
  record Single(TaskMessage.Whole task) implements Content {}

  /** All parts of a task, by index. */
  record Joined(List<TaskMessage.Part> parts, RejectedTask names) implements Content {}

  /** Nothing that can be processed. */
  record Faulty(RejectedEventException fault, Optional<RejectedTask> names) implements Content {}
}
