package org.lammstream.manager.cli.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits classes into tasks where the user gave no task file. */
public final class TaskPlan {
  private TaskPlan() {}

  /**
   * Consecutive groups of classes, named {@code task-01}, {@code task-02}, …; the last one may be
   * smaller.
   *
   * @param classes in the order in which they shall be learned
   * @param classesPerTask at least 1
   */
  public static List<PlannedTask> split(List<String> classes, int classesPerTask) {
    int count = (classes.size() + classesPerTask - 1) / classesPerTask;
    String format = "task-%0" + Math.max(2, Integer.toString(count).length()) + "d";
    List<PlannedTask> tasks = new ArrayList<>();
    for (int from = 0; from < classes.size(); from += classesPerTask) {
      int to = Math.min(from + classesPerTask, classes.size());
      tasks.add(
          new PlannedTask(
              String.format(Locale.ROOT, format, tasks.size() + 1), classes.subList(from, to)));
    }
    return tasks;
  }
}
