package org.lammstream.manager.cli;

import java.util.function.UnaryOperator;
import org.lammstream.manager.worker.RecordSink;
import org.lammstream.manager.worker.WorkerListener;

/**
 * Where something may stand between a worker and its surroundings: tests stop it there.
 *
 * @param listener around what hears of the tasks
 * @param results around what publishes results
 */
record WorkerSeams(UnaryOperator<WorkerListener> listener, UnaryOperator<RecordSink> results) {
  /** Nothing in between. */
  static final WorkerSeams NONE =
      new WorkerSeams(UnaryOperator.identity(), UnaryOperator.identity());
}
