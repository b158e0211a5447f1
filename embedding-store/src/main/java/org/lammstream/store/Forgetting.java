package org.lammstream.store;

import java.util.List;

/**
 * What a version that learned nothing took out of its parent.
 *
 * @param classes names of classes that the parent has and this version has not; of every task up to
 *     the parent's, their test examples no longer count
 * @param tasks names of tasks that count no longer at all
 */
public record Forgetting(List<String> classes, List<String> tasks) {

  /** Copies the lists. */
  public Forgetting {
    classes = List.copyOf(classes);
    tasks = List.copyOf(tasks);
  }
}
