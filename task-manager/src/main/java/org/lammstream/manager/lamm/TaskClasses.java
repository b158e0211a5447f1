package org.lammstream.manager.lamm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A task's classes as an alignment orders them: the new ones, then the known ones that the task
 * refines, each in task order.
 *
 * @param newNames names to append
 * @param refined indexes of the others among the known classes
 * @param labels per example the row of its class in this order
 */
record TaskClasses(List<String> newNames, List<Integer> refined, int[] labels) {

  static TaskClasses of(AlignmentTask task) {
    Map<String, Integer> known = known(task);
    List<String> newNames = new ArrayList<>();
    List<Integer> refined = new ArrayList<>();
    int[] place = new int[task.classes().size()];
    for (int i = 0; i < place.length; i++) {
      Integer old = known.get(task.classes().get(i));
      if (old == null) {
        place[i] = newNames.size();
        newNames.add(task.classes().get(i));
      } else {
        place[i] = -1 - refined.size(); // behind the new ones, whose number is not known yet
        refined.add(old);
      }
    }
    int[] labels = new int[task.labels().length];
    for (int i = 0; i < labels.length; i++) {
      int at = place[task.labels()[i]];
      labels[i] = at >= 0 ? at : newNames.size() - 1 - at;
    }
    return new TaskClasses(newNames, refined, labels);
  }

  /** Indexes of the task's classes among the known ones, if they are; the others are many. */
  private static Map<String, Integer> known(AlignmentTask task) {
    Set<String> own = Set.copyOf(task.classes());
    Map<String, Integer> known = new HashMap<>();
    for (int i = 0; i < task.known().size(); i++) {
      String name = task.known().get(i).name();
      if (own.contains(name)) {
        known.put(name, i);
      }
    }
    return known;
  }

  int size() {
    return newNames.size() + refined.size();
  }
}
