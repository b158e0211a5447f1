package org.lammstream.manager.cli.data;

import java.util.List;

/**
 * One class increment as a user writes it down.
 *
 * @param name task name
 * @param classes class names, which are folder names too
 */
public record PlannedTask(String name, List<String> classes) {
  public PlannedTask {
    classes = List.copyOf(classes);
  }
}
