package org.lammstream.manager.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.stream.event.TaskEvent;

/** Under which settings, and from which seed, each task is learned. */
@FunctionalInterface
public interface TaskConditions {
  /** The conditions of one task; the same whenever the same event is given. */
  Conditions of(String eventId, TaskEvent event);

  /**
   * Conditions of a task; settings that differ from the defaults, not checked yet.
   *
   * @param usual what holds where nothing else is asked for and, of what a learner keeps, such as
   *     its views and its head, only for one that has no version yet; nor does it hold where a
   *     method leaves no choice
   * @param asked what is asked for this very task: it wins, and if it cannot be had the task is
   *     refused
   * @param seed of everything random in this task
   */
  record Conditions(Map<String, String> usual, Map<String, String> asked, long seed) {
    /** Copies the maps. */
    public Conditions {
      usual = Map.copyOf(usual);
      asked = Map.copyOf(asked);
    }

    /** All settings of a learner's first task. */
    public Map<String, String> configuration() {
      return configuration(Optional.empty());
    }

    /**
     * All settings of a task.
     *
     * @param before settings of the version that it continues, as its provenance tells them; empty
     *     for a learner's first task
     * @throws org.lammstream.manager.lamm.InvalidConfigurationException if that version's views are
     *     none that can be
     */
    public Map<String, String> configuration(Optional<Map<String, String>> before) {
      Map<String, String> decided =
          before.map(made -> LearnerConfiguration.continued(asked, made)).orElse(asked);
      Map<String, String> all = new HashMap<>(LearnerConfiguration.usual(usual, decided));
      all.putAll(decided);
      return all;
    }
  }

  /**
   * What a worker does: the event's settings win over the worker's, and each task's seed is derived
   * from the worker's.
   */
  static TaskConditions ofWorker(Map<String, String> configuration, long seed) {
    Map<String, String> usual = Map.copyOf(configuration);
    return (eventId, event) ->
        new Conditions(
            usual, event.configuration(), TaskSeed.of(seed, event.learner(), event.task()));
  }
}
