package org.lammstream.manager.cli.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.lammstream.manager.cli.data.PlannedTask;

/**
 * One run: an entrant, an order of classes, a number of shots, a seed.
 *
 * @param entrant what is measured
 * @param order 0 for the tasks as given; others are shuffles of their classes
 * @param seed of the choice of training images and of the learning
 * @param shots training images per class; 0 for all
 */
public record RunPlan(Entrant entrant, int order, long seed, int shots) {

  /** Where its result belongs, below the experiment's folder. */
  String path() {
    return "%s/%s/order-%d-seed-%d.json"
        .formatted(shots == 0 ? "all" : shots + "-shots", entrant.fileName(), order, seed);
  }

  /**
   * The tasks in this run's order; names and sizes stay.
   *
   * @param keepFirst whether the first task keeps its classes
   */
  List<PlannedTask> tasks(List<PlannedTask> given, boolean keepFirst) {
    if (order == 0) {
      return given;
    }
    int fixed = keepFirst ? 1 : 0;
    List<String> classes = new ArrayList<>();
    given.stream().skip(fixed).forEach(task -> classes.addAll(task.classes()));
    Collections.shuffle(classes, new Random(order));
    List<PlannedTask> tasks = new ArrayList<>(given.subList(0, fixed));
    int at = 0;
    for (PlannedTask task : given.subList(fixed, given.size())) {
      int end = at + task.classes().size();
      tasks.add(new PlannedTask(task.name(), classes.subList(at, end)));
      at = end;
    }
    return tasks;
  }
}
