package org.lammstream.manager.worker;

import java.util.HashMap;
import java.util.Map;
import org.lammstream.stream.event.TaskEvent;

/** Under which settings, and from which seed, each task is learned. */
@FunctionalInterface
public interface TaskConditions {
  /** The conditions of one task; the same whenever the same event is given. */
  Conditions of(String eventId, TaskEvent event);

  /**
   * Conditions of a task.
   *
   * @param configuration learner settings that differ from the defaults; not checked yet
   * @param seed of everything random in this task
   */
  record Conditions(Map<String, String> configuration, long seed) {
    /** Copies the map. */
    public Conditions {
      configuration = Map.copyOf(configuration);
    }
  }

  /**
   * What a worker does: the event's settings win over the worker's, and each task's seed is derived
   * from the worker's.
   */
  static TaskConditions ofWorker(Map<String, String> configuration, long seed) {
    Map<String, String> settings = Map.copyOf(configuration);
    return (eventId, event) -> {
      Map<String, String> merged = new HashMap<>(settings);
      merged.putAll(event.configuration());
      return new Conditions(merged, TaskSeed.of(seed, event.learner(), event.task()));
    };
  }
}
