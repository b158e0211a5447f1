package org.lammstream.stream.consume;

import java.util.List;
import java.util.Optional;
import org.lammstream.stream.codec.TaskMessage;
import org.lammstream.stream.consume.RejectedDelivery.RejectedTask;
import org.lammstream.stream.event.RejectedEventException;
import org.lammstream.stream.record.RawRecord;

/** One thing for the training thread. */
record Work(SourcePosition position, List<RawRecord> records, Content content) {
  /** What the records hold. */
  sealed interface Content permits Single, Joined, Faulty {}

  /** A task in one record. */
  record Single(TaskMessage.Whole task) implements Content {}

  /** All parts of a task, by index. */
  record Joined(List<TaskMessage.Part> parts, RejectedTask names) implements Content {}

  /** Nothing that can be processed. */
  record Faulty(RejectedEventException fault, Optional<RejectedTask> names) implements Content {}
}
