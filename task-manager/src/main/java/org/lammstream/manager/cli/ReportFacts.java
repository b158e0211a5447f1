package org.lammstream.manager.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.lammstream.manager.cli.data.PreparedTask;
import org.lammstream.manager.lamm.LearnerConfiguration;
import org.lammstream.manager.replay.ReplayPlan;
import org.lammstream.stream.sequence.SequenceEntry;

/**
 * What a report tells that no store knows.
 *
 * @param learner name of the learner
 * @param seed of the run
 * @param configuration the learner's settings, and {@code shots} where it is known
 * @param sizes how many examples each task had, by event id
 */
record ReportFacts(
    String learner, long seed, Map<String, String> configuration, Map<String, Sizes> sizes) {
  ReportFacts {
    configuration = Map.copyOf(configuration);
    sizes = Map.copyOf(sizes);
  }

  /** Numbers of training and test examples. */
  record Sizes(int train, int test) {}

  static ReportFacts of(JobPlan plan) {
    Map<String, String> configuration =
        new LinkedHashMap<>(LearnerConfiguration.from(plan.configuration()).toMap());
    configuration.put("shots", Integer.toString(plan.shots()));
    return new ReportFacts(
        plan.learner(),
        plan.seed(),
        configuration,
        plan.tasks().stream().collect(Collectors.toMap(PreparedTask::eventId, ReportFacts::sizes)));
  }

  static ReportFacts of(ReplayPlan plan, Set<String> learned) {
    Map<String, String> configuration = new LinkedHashMap<>(plan.configuration(learned));
    Set<Integer> shots =
        plan.tasks().stream()
            .map(task -> task.train() % task.classes() == 0 ? task.train() / task.classes() : -1)
            .collect(Collectors.toSet());
    if (shots.size() == 1 && !shots.contains(-1)) {
      configuration.put("shots", shots.iterator().next().toString());
    }
    return new ReportFacts(
        plan.learner(),
        plan.seed(),
        configuration,
        plan.tasks().stream()
            .collect(
                Collectors.toMap(
                    SequenceEntry::eventId, task -> new Sizes(task.train(), task.test()))));
  }

  private static Sizes sizes(PreparedTask task) {
    return new Sizes(task.event().train().size(), task.event().test().size());
  }
}
