package org.lammstream.evaluation.analysis;

import java.util.List;
import org.lammstream.evaluation.Evaluator;

/** Which task a class came with. */
final class ClassIndex {

  private final List<String> names;
  private final List<String> tasks;
  private final int[] taskOf;

  ClassIndex(Evaluator evaluator) {
    this.names = evaluator.classes();
    this.tasks = evaluator.tasks();
    this.taskOf = new int[names.size()];
    for (int task = 1; task <= tasks.size(); task++) {
      for (int c = evaluator.labelSpace(task - 1); c < evaluator.labelSpace(task); c++) {
        taskOf[c] = task;
      }
    }
  }

  int size() {
    return names.size();
  }

  String name(int index) {
    return names.get(index);
  }

  /** Number of the class's task, counted from 1. */
  int task(int index) {
    return taskOf[index];
  }

  String taskName(int index) {
    return tasks.get(taskOf[index] - 1);
  }
}
