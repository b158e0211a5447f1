package org.lammstream.evaluation.dashboard;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a version calls every stored test example of the tasks it goes back to. Immutable as long as
 * nobody writes to the arrays, which are not copied.
 *
 * @param classes names of all its classes; the tasks count them from 0
 * @param tasks in order of arrival
 */
public record ExamplePredictions(List<String> classes, List<TaskPredictions> tasks) {

  /** Copies the lists. */
  public ExamplePredictions {
    classes = List.copyOf(classes);
    tasks = List.copyOf(tasks);
  }

  /**
   * One task's test examples.
   *
   * @param eventId of the task
   * @param places of the examples among all that the task came with, from 0
   * @param labels class of each example
   * @param predicted class that each example is taken for
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record TaskPredictions(String eventId, int[] places, int[] labels, int[] predicted) {}

  /**
   * One test example.
   *
   * @param eventId of its task
   * @param index among all test examples that the task came with, from 0
   * @param predicted name of the class that it is taken for
   */
  public record One(String eventId, int index, String predicted) {}

  /**
   * The test examples of a class, in order.
   *
   * @param truth name of the class
   * @param predicted only those that are taken for this class; empty for all
   */
  public List<One> of(String truth, Optional<String> predicted) {
    int label = classes.indexOf(truth);
    int wanted = predicted.map(classes::indexOf).orElse(-1);
    List<One> found = new ArrayList<>();
    for (TaskPredictions task : tasks) {
      for (int n = 0; n < task.labels().length; n++) {
        int guess = task.predicted()[n];
        if (task.labels()[n] == label && (predicted.isEmpty() || guess == wanted)) {
          found.add(new One(task.eventId(), task.places()[n], classes.get(guess)));
        }
      }
    }
    return found;
  }
}
