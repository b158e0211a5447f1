package org.lammstream.manager.forget;

import java.util.List;
import java.util.stream.Collectors;
import org.lammstream.store.LearnedExample;

/**
 * What is to be taken out of a learner.
 *
 * @param classes that go, in the order of the learner's classes
 * @param tasks that go as a whole: their examples of other classes go, too
 * @param trained the training examples that go
 * @param tested the test examples that go
 */
public record ForgetPlan(
    List<String> classes,
    List<String> tasks,
    List<LearnedExample> trained,
    List<LearnedExample> tested) {

  private static final int NAMED = 3;

  /** Copies the lists. */
  public ForgetPlan {
    classes = List.copyOf(classes);
    tasks = List.copyOf(tasks);
    trained = List.copyOf(trained);
    tested = List.copyOf(tested);
  }

  /** The name of the version that is made. */
  String title() {
    return "forget: " + shortened(tasks.isEmpty() ? classes : tasks);
  }

  private static String shortened(List<String> names) {
    return names.size() <= NAMED
        ? String.join(", ", names)
        : names.stream().limit(NAMED).collect(Collectors.joining(", "))
            + " and "
            + (names.size() - NAMED)
            + " more";
  }

  /** Whether an example that a task brought is one of those that go. */
  boolean takes(String task, String label) {
    return tasks.contains(task) || classes.contains(label);
  }
}
