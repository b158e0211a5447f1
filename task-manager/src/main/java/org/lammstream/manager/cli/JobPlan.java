package org.lammstream.manager.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.cli.data.PreparedTask;

/**
 * A sequence of tasks to be run on this machine.
 *
 * @param learner name of the learner
 * @param tasks in order, at least one
 * @param configuration learner settings that differ from the defaults; they are in the events too
 * @param shots training images per class that were asked for
 * @param seed of everything random
 * @param imageRoot folder of the images
 * @param output folder for the store and the report
 * @param record where the tasks are recorded, to be replayed
 */
record JobPlan(
    String learner,
    List<PreparedTask> tasks,
    Map<String, String> configuration,
    int shots,
    long seed,
    Path imageRoot,
    Path output,
    Optional<Path> record) {
  JobPlan {
    tasks = List.copyOf(tasks);
    configuration = Map.copyOf(configuration);
  }

  Path storeFolder() {
    return output.resolve("store");
  }

  List<String> taskNames() {
    return tasks.stream().map(task -> task.event().task()).toList();
  }
}
